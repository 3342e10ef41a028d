export interface NumberedBuilding {
  compound: string | null
  name: string | null
  address: string | null
  code: string
  lon: number
  lat: number
}

const byText = new Intl.Collator('zh-CN', { numeric: true }).compare

/**
 * Returns buildings in the order in which a person would number them: compound by compound, from west to east, inside a
 * compound by name and address, so that 2 follows 1 and 10 follows 9. Buildings that stand alone come last, by address.
 */
export function orderBuildings<B extends NumberedBuilding>(buildings: readonly B[]): B[] {
  const west = new Map<string, number>()
  for (const { compound, lon } of buildings)
    if (compound !== null) west.set(compound, Math.min(west.get(compound) ?? Infinity, lon))
  const textOf = ({ name, address, code }: B) => `${name ?? ''} ${address ?? ''} ${code}`
  return [...buildings].sort((a, b) => {
    const [of, other] = [a.compound, b.compound].map((name) => (name === null ? Infinity : west.get(name)!))
    if (of !== other) return of! < other! ? -1 : 1
    return (
      byText(a.compound ?? '', b.compound ?? '') ||
      byText(textOf(a), textOf(b)) ||
      a.lon - b.lon ||
      b.lat - a.lat
    )
  })
}
