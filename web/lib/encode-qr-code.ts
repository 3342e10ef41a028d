import { encode } from 'uqr'

export interface QrCode {
  side: number
  path: string
}

/** Cells that an eye of a telephone needs around the code. */
const BORDER = 2

/** A QR code as the path of its dark cells, a unit each. */
export function encodeQrCode(text: string): QrCode {
  const { data, size } = encode(text, { ecc: 'M', border: BORDER })
  const path = data
    .flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])))
    .join('')
  return { side: size, path }
}
