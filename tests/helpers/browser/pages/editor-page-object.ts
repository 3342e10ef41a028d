import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import type { Point } from '#shared/geometry/lattice.ts'
import { getShapeBox } from '#shared/geometry/shapes/shape-box.ts'
import type { CityDataset } from '../../../../data/city-dataset.ts'
import { projectToScreen } from '../project-to-screen.ts'

/** Places in the grids of a city that was made for a test. */
export function createGridLocator({ grids }: CityDataset) {
  const shapeOf = (code: string) => {
    const found = grids.find((grid) => grid.code === code)
    if (found === undefined) throw new Error(`there is no grid ${code}`)
    return found.geometry
  }
  return {
    /** By parts of a grid's box: [0, 0] is its south-western corner. */
    in(code: string, across: number, up: number): Point {
      const [west, south, east, north] = getShapeBox(shapeOf(code))
      return [Math.round(west + across * (east - west)), Math.round(south + up * (north - south))]
    },
    /** Vertices of the border that two grids share, from one junction to the other. */
    border(one: string, other: string): Point[] {
      const known = new Set(shapeOf(other).flat(2).map(String))
      const points = shapeOf(one)
        .flat(2)
        .filter((point) => known.has(String(point)))
      const [west, south, east, north] = getShapeBox([[points]])
      const along = east - west > north - south ? 0 : 1
      return points.sort((a, b) => a[along] - b[along])
    },
  }
}

export const computeMidpoint = (a: Point, b: Point): Point => [
  Math.round((a[0] + b[0]) / 2),
  Math.round((a[1] + b[1]) / 2),
]

/** A hand with a mouse on an open desk. */
export function createEditorPageObject(page: Page) {
  const hand = {
    async ready() {
      await page.locator('[data-desk=ready]').waitFor()
      await page.locator('[data-map-state]').waitFor()
      await expect.poll(() => new URL(page.url()).searchParams.get('map')).not.toBeNull()
    },
    /** The map has come to rest, and everything on it is drawn. */
    drawn: () => page.locator('[data-map-state=idle]').waitFor(),
    at: (place: Point) => projectToScreen(page, place),
    async move(place: Point) {
      const { x, y } = hand.at(place)
      await page.mouse.move(x, y)
    },
    async click(...places: Point[]) {
      for (const place of places) {
        const { x, y } = hand.at(place)
        await page.mouse.click(x, y)
      }
    },
    async doubleClick(place: Point) {
      const { x, y } = hand.at(place)
      await page.mouse.dblclick(x, y)
    },
    /** A line with a tool from place to place; the last click is a double one, which ends it. */
    async draw(key: string, ...places: Point[]) {
      await page.keyboard.press(key)
      await hand.click(...places.slice(0, -1))
      await hand.doubleClick(places.at(-1)!)
    },
    steps: (count: number) => page.locator(`[data-desk][data-steps='${count}']`).waitFor(),
    saved: () => page.locator('[data-saving=saved]').waitFor(),
    /** Households of each side of what is being drawn. */
    households: async () =>
      (await page.locator('[data-side] [data-figure=households]').allTextContents()).map((text) =>
        Number(text.replaceAll(',', '')),
      ),
  }
  return hand
}
