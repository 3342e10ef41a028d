import { encode } from 'uqr'

/** The dark cells of a QR code as one path, a unit each, with the quiet border that telephones need. */
export function encodeQrCells(text: string): { side: number; path: string } {
  const { data, size } = encode(text, { ecc: 'M', border: 2 })
  const cells = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])))
  return { side: size, path: cells.join('') }
}
