import type { Locator } from 'playwright-core'

/** Drags a map from its centre to the east, by CSS pixels. */
export async function dragMap(map: Locator, pixels: number): Promise<void> {
  const box = await map.boundingBox()
  if (box === null) throw new Error('the map is not visible')
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
  const { mouse } = map.page()
  await mouse.move(x, y)
  await mouse.down()
  await mouse.move(x + pixels, y, { steps: 5 })
  await mouse.up()
}
