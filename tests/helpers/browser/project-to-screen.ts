import type { Page } from 'playwright-core'
import type { Point } from '#shared/geometry/lattice.ts'
import { WORLD_SIZE, toWorldX, toWorldY } from '#shared/tiles/world-coordinates.ts'

/** Where a place on the ground lies on the screen, in CSS pixels, by the view that the address of the page tells. */
export function projectToScreen(page: Page, [x, y]: Point): { x: number; y: number } {
  const [zoom, lat, lon] = (new URL(page.url()).searchParams.get('map') ?? '').split('/').map(Number)
  const { width, height } = page.viewportSize() ?? { width: 0, height: 0 }
  if (zoom === undefined || lat === undefined || lon === undefined)
    throw new Error(`the address tells no view: ${page.url()}`)
  const pixels = (512 * 2 ** zoom) / WORLD_SIZE
  return {
    x: width / 2 + (toWorldX(x) - toWorldX(lon * 1e7)) * pixels,
    y: height / 2 + (toWorldY(y) - toWorldY(lat * 1e7)) * pixels,
  }
}
