import { describe, expect, it } from 'vitest'
import { computeDistanceBands } from '#shared/coverage/isochrones/distance-bands.ts'
import { computeSignedBorderDistances } from '#shared/coverage/isochrones/signed-border-distance.ts'
import { createSampleRaster, listSamplePoints } from '#shared/coverage/isochrones/sample-raster.ts'
import { createEuclideanDistances } from '#shared/coverage/reach/euclidean-distances.ts'
import { toFlatPolygons } from '#shared/geometry/flat-polygons.ts'
import { type Box, type MultiPolygon, snapToLattice } from '#shared/geometry/lattice.ts'
import { computePolygonAreaM2, computeScaleAt } from '#shared/geometry/measure.ts'
import { itemAt } from '#shared/geometry/at.ts'

const view: Box = [1_200_000_000, 334_000_000, 1_201_000_000, 334_800_000]
const [west, south, east, north] = view
const middle: [number, number] = [(west + east) / 2, (south + north) / 2]
const limits = [300, 600, 900]

/** Two communities that share a border fill all but the eastern edge of the view; the second has a slanting end. */
const areas: MultiPolygon[] = [
  [
    [
      [
        [west, south],
        [middle[0], south],
        [middle[0], north],
        [west, north],
      ],
    ],
  ],
  [
    [
      [
        [middle[0], south],
        [east - 300_000, south],
        [east - 50_000, north],
        [middle[0], north],
      ],
    ],
  ],
]

function bandsOf(sites: [number, number][], detour = 1) {
  const grid = createSampleRaster(view)
  const { metres } = createEuclideanDistances(
    listSamplePoints(grid),
    Int32Array.from(sites.flat()),
    detour,
  ).nearest()
  return computeDistanceBands(
    grid,
    metres,
    computeSignedBorderDistances(grid, toFlatPolygons(areas)),
    limits,
    grid.stepY * computeScaleAt(grid.north).y,
  )
}
const areaOf = ({ polygons }: ReturnType<typeof bandsOf>[number]) =>
  polygons.reduce(
    (sum, polygon) =>
      sum +
      computePolygonAreaM2(
        polygon.map((ring) => ring.slice(0, -1).map(([lon, lat]) => snapToLattice(lon, lat))),
      ),
    0,
  )
const whole = areas.reduce(
  (sum, area) => sum + area.reduce((all, polygon) => all + computePolygonAreaM2(polygon), 0),
  0,
)

describe('distance bands', () => {
  it('are rings around a site with the area of circles of that radius', () => {
    const ringAreas = bandsOf([middle]).map(areaOf)
    const circle = (metres: number) => Math.PI * metres ** 2
    expect(itemAt(ringAreas, 0) / circle(300)).toBeCloseTo(1, 1)
    expect(itemAt(ringAreas, 1) / (circle(600) - circle(300))).toBeCloseTo(1, 1)
    expect(itemAt(ringAreas, 2) / (circle(900) - circle(600))).toBeCloseTo(1, 1)
    expect(areaOf(itemAt(bandsOf([middle], 1.5), 0)) / circle(200)).toBeCloseTo(1, 1)
  })

  it('fill exactly the city, even where its border runs diagonally between samples', () => {
    const bands = bandsOf([middle, [west + 1000, south + 1000]])
    expect(bands.map(({ from, to }) => [from, to])).toEqual([
      [null, 300],
      [300, 600],
      [600, 900],
      [900, null],
    ])
    expect(bands.reduce((sum, band) => sum + areaOf(band), 0) / whole).toBeCloseTo(1, 2)
  })

  it('assign everything to the last band when there is no site', () => {
    const bands = bandsOf([])
    expect(bands.slice(0, -1).map(({ polygons }) => polygons)).toEqual([[], [], []])
    expect(areaOf(itemAt(bands, 3)) / whole).toBeCloseTo(1, 2)
  })
})
