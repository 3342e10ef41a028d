import { itemAt } from '#shared/geometry/at.ts'
import type { MultiPolygon, Point } from '#shared/geometry/lattice.ts'
import { isInShape } from '#shared/geometry/shapes/locate-points.ts'
import { getShapeBox } from '#shared/geometry/shapes/shape-box.ts'
import type { BuildingRecord, CityDataset } from '../../../data/city-dataset.ts'
import { createSeededRandom } from '../geometry/build-brickwork.ts'

/** Side of a footprint in lattice units, about 12 m. */
const SIDE = 120

/**
 * Returns the city with buildings that hold exactly the figures of their grids, unevenly: most of them stand in the
 * western third. Every third is only a point.
 *
 * @param isFree whether a building may stand at a place
 */
export function addBuildings(
  facts: CityDataset,
  { perGrid = 12, isFree = () => true }: { perGrid?: number; isFree?: (at: Point) => boolean } = {},
): CityDataset {
  const random = createSeededRandom(8)
  const buildings = facts.grids.flatMap((grid) => {
    const places = pickPlaces(grid.geometry, perGrid, random, isFree)
    return places.map((at, i): BuildingRecord => ({
      code: `${grid.code}B${String(i).padStart(3, '0')}`,
      name: `${i + 1}号楼`,
      address: `${grid.name}${i + 1}号`,
      compound: i % 2 === 0 ? `${grid.name}小区` : null,
      use: 'residential',
      floors: 6,
      households: shareOf(grid.households, i, places.length),
      residents: shareOf(grid.residents, i, places.length),
      members: shareOf(grid.members, i, places.length),
      buildingGroups: shareOf(grid.buildingGroups, i, places.length),
      householdHubs: shareOf(grid.householdHubs, i, places.length),
      completedOn: '2005-06-01',
      demolishedOn: null,
      source: '测试',
      surveyedOn: null,
      validFrom: '2016-01-01',
      geometry: i % 3 === 2 ? { kind: 'point', point: at } : { kind: 'area', area: squareAround(at) },
    }))
  })
  return { ...facts, buildings }
}

/** Whole shares of a number; the last takes what is left. */
function shareOf(total: number, index: number, count: number): number {
  const each = Math.floor(total / count)
  return index === count - 1 ? total - each * (count - 1) : each
}

function pickPlaces(
  shape: MultiPolygon,
  count: number,
  random: () => number,
  isFree: (at: Point) => boolean,
): Point[] {
  const [west, south, east, north] = getShapeBox(shape)
  const places: Point[] = []
  while (places.length < count) {
    const at: Point = [
      Math.round(west + random() ** 3 * (east - west)),
      Math.round(south + random() * (north - south)),
    ]
    const hasRoom = places.every(([x, y]) => Math.abs(x - at[0]) > 3 * SIDE || Math.abs(y - at[1]) > 3 * SIDE)
    const corners = itemAt(itemAt(squareAround(at), 0), 0)
    if (hasRoom && isFree(at) && corners.every(([x, y]) => isInShape(shape, x, y))) places.push(at)
  }
  return places
}

const squareAround = ([x, y]: Point): MultiPolygon => [
  [
    [
      [x - SIDE / 2, y - SIDE / 2],
      [x + SIDE / 2, y - SIDE / 2],
      [x + SIDE / 2, y + SIDE / 2],
      [x - SIDE / 2, y + SIDE / 2],
    ],
  ],
]
