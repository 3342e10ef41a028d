/** Excel takes a file for UTF-8 only when it begins with this. */
const BOM = '\uFEFF'

/** Lines as a CSV file that Excel opens as it is: UTF-8 with BOM, codes kept as text. */
export function toCsv(head: readonly string[], lines: readonly (readonly (string | number)[])[]): string {
  return `${BOM}${[head, ...lines].map((line) => line.map(cell).join(',')).join('\r\n')}\r\n`
}

/** A code of digits would become 3.20902E+14: written as a formula that gives the text, it stays what it is. */
function cell(value: string | number): string {
  if (typeof value === 'number') return Number.isNaN(value) ? '' : String(value)
  if (/^[0-9]{6,}$/.test(value)) return `"=""${value}"""`
  // text that a sheet would take for a formula is led by a quote
  const plain = /^[=+\-@\t]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain
}
