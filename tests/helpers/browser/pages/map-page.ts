import type { Page, Request } from 'playwright-core'
import type { Point } from '#shared/geometry/lattice.ts'
import { getShapeBox } from '#shared/geometry/shapes/shape-box.ts'
import type { CityDataset } from '../../../../data/city-dataset.ts'

/** The grid in the middle of the southern half of a test city. */
export const SOUTHERN_GRID = '321001002001001'
/** URL parameter that shows the southern half of a test city. */
export const SOUTHERN_VIEW = 'map=14.00/33.01200/120.01200'

export const getPanel = (page: Page) => page.locator('#panel')
export const getPanelTitle = (page: Page) => getPanel(page).getByRole('heading', { level: 1 })

/** Returns a parameter of the page's URL, or null if it is absent. */
export const getUrlParameter = (page: Page, name: string) => new URL(page.url()).searchParams.get(name)

/**
 * Returns the centre of a grid's box.
 * @throws Error if there is no grid with this code.
 */
export function findGridCentre({ grids }: CityDataset, code: string): Point {
  const grid = grids.find((each) => each.code === code)
  if (grid === undefined) throw new Error(`there is no grid ${code}`)
  const [west, south, east, north] = getShapeBox(grid.geometry)
  return [(west + east) / 2, (south + north) / 2]
}

/** Returns the URLs of requests to other hosts than the site's. */
export const listForeignUrls = (requests: readonly Request[], siteUrl: string): string[] =>
  requests
    .map((request) => request.url())
    .filter((url) => !url.startsWith(`${siteUrl}/`) && !/^(data|blob):/.test(url))
