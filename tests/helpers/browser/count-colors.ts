import type { BrowserContext } from 'playwright-core'

/** Returns the number of different colours in a part of a PNG: left, top, width and height in pixels. */
export async function countColors(
  context: BrowserContext,
  png: Buffer,
  part: [left: number, top: number, width: number, height: number],
): Promise<number> {
  const page = await context.newPage()
  const colors = await page.evaluate(
    async ({ address, part }) => {
      const picture = await createImageBitmap(await (await fetch(address)).blob())
      const canvas = new OffscreenCanvas(picture.width, picture.height)
      const drawing = canvas.getContext('2d')
      drawing?.drawImage(picture, 0, 0)
      const pixels = drawing?.getImageData(...part).data.buffer ?? new ArrayBuffer(0)
      return new Set(new Uint32Array(pixels)).size
    },
    { address: `data:image/png;base64,${png.toString('base64')}`, part },
  )
  await page.close()
  return colors
}
