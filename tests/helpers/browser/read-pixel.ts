import type { Page } from 'playwright-core'
import { inflateSync } from 'node:zlib'

export type Color = readonly [red: number, green: number, blue: number]

/** The colour of one CSS pixel of the page as it is on screen. */
export async function readPixel(page: Page, { x, y }: { x: number; y: number }): Promise<Color> {
  const png = await page.screenshot({
    clip: { x: Math.round(x), y: Math.round(y), width: 1, height: 1 },
    scale: 'css',
  })
  // one pixel has no neighbours, so every filter leaves its bytes as they are, behind the one that names the filter
  const [, red, green, blue] = inflateSync(dataOf(png))
  if (red === undefined || green === undefined || blue === undefined) throw new Error('not a picture')
  return [red, green, blue]
}

/** The compressed pixels of a PNG, put together from its IDAT chunks. */
function dataOf(png: Buffer): Buffer {
  const parts: Buffer[] = []
  for (let at = 8; at < png.length;) {
    const length = png.readUInt32BE(at)
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT') parts.push(png.subarray(at + 8, at + 8 + length))
    at += 12 + length
  }
  return Buffer.concat(parts)
}
