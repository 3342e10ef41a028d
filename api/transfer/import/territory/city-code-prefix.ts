/** With what the codes of everything in a city begin: four digits for a prefecture, two for a municipality, six for a county-level city. */
export function getCityCodePrefix(code: string): string {
  return code.replace(/(00){1,2}$/, '')
}
