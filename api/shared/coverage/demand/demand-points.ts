import { int32At, uint32At, uint8At } from '../../geometry/at.ts'
import type { MeasuredFrom } from '../../contract/enums.ts'
import { getRepresentativePoints } from '../../geometry/shapes/representative-points.ts'
import type { CitySnapshot } from '../../snapshot/city-snapshot.ts'
import { apportionCount } from '../../city/apportion-count.ts'
import { listCountedCommunities } from './counted-communities.ts'

/**
 * The points from which distances are measured. In a community that is counted by buildings they are its buildings with
 * households; elsewhere, and in grids without households, the representative points of the grids. Every grid has at
 * least one. Buildings keep their order whatever the borders, then follow the points of grids: after an edit nearly all
 * points are those of before.
 */
export interface DemandPoints {
  /** Interleaved lattice x, y. */
  xy: Int32Array
  /** Row of the grid of each point. */
  grid: Int32Array
  /** Part of the point in its grid: households of the building; 1 for the point of a grid. */
  weight: Int32Array
  /** Households of the grid at each point: whole numbers in proportion to the weights, whose sum is that of the grid. */
  households: Int32Array
}

const known = new WeakMap<CitySnapshot, Partial<Record<MeasuredFrom, DemandPoints>>>()

/** Selects the demand points of a city. */
export function selectDemandPoints(city: CitySnapshot, from: MeasuredFrom): DemandPoints {
  const ofCity = known.get(city) ?? {}
  known.set(city, ofCity)
  return (ofCity[from] ??= from === 'buildings' ? selectBuildingPoints(city) : selectGridPoints(city))
}

function selectGridPoints({ grids }: CitySnapshot): DemandPoints {
  return {
    xy: getRepresentativePoints(grids.mesh.polygons),
    grid: Int32Array.from({ length: grids.count }, (_, grid) => grid),
    weight: new Int32Array(grids.count).fill(1),
    households: grids.households,
  }
}

function selectBuildingPoints(city: CitySnapshot): DemandPoints {
  const { buildings, grids } = city
  const counted = listCountedCommunities(city)
  const isCounted = Uint8Array.from(grids.community, (community) =>
    community < 0 ? 0 : uint8At(counted, community),
  )
  const held = new Int32Array(grids.count)
  let total = 0
  for (let row = 0; row < buildings.count; row++) {
    const grid = int32At(buildings.grid, row)
    if (grid < 0 || isCounted[grid] !== 1 || int32At(buildings.households, row) === 0) continue
    held[grid] = int32At(held, grid) + int32At(buildings.households, row)
    total++
  }
  for (const each of held) if (each === 0) total++
  const points = {
    xy: new Int32Array(2 * total),
    grid: new Int32Array(total),
    weight: new Int32Array(total),
  }
  let count = 0
  const add = (x: number, y: number, grid: number, weight: number) => {
    points.xy[2 * count] = x
    points.xy[2 * count + 1] = y
    points.grid[count] = grid
    points.weight[count] = weight
    count++
  }
  const { xy } = buildings.places
  for (let row = 0; row < buildings.count; row++) {
    const grid = int32At(buildings.grid, row)
    const households = int32At(buildings.households, row)
    if (grid >= 0 && isCounted[grid] === 1 && households > 0)
      add(int32At(xy, 2 * row), int32At(xy, 2 * row + 1), grid, households)
  }
  const middles = getRepresentativePoints(grids.mesh.polygons)
  for (let grid = 0; grid < grids.count; grid++)
    if (held[grid] === 0) add(int32At(middles, 2 * grid), int32At(middles, 2 * grid + 1), grid, 1)
  return { ...points, households: apportionHouseholds(points, grids, held) }
}

/** Divides the households of each grid among its points. */
function apportionHouseholds(
  { grid, weight }: Pick<DemandPoints, 'grid' | 'weight'>,
  grids: Pick<CitySnapshot['grids'], 'count' | 'households'>,
  held: Int32Array,
): Int32Array {
  const households = Int32Array.from(weight, (each, point) => {
    const own = int32At(grid, point)
    return held[own] === 0 ? int32At(grids.households, own) : each
  })
  const differing = held.map((each, row) => Number(each !== 0 && each !== int32At(grids.households, row)))
  if (!differing.includes(1)) return households
  const { start, order } = sortPointsByGrid(grid, grids.count)
  for (let row = 0; row < grids.count; row++) {
    if (differing[row] !== 1) continue
    const points = order.subarray(uint32At(start, row), uint32At(start, row + 1))
    apportionCount(
      int32At(grids.households, row),
      Array.from(points, (point) => int32At(weight, point)),
    ).forEach((share, i) => (households[uint32At(points, i)] = share))
  }
  return households
}

interface PointsByGrid {
  start: Uint32Array
  order: Uint32Array
}

const sorted = new WeakMap<Int32Array, PointsByGrid>()

/**
 * Returns the points in the order of their grids: those of grid g are `order[start[g]]` to before `order[start[g + 1]]`.
 *
 * @param grid row of the grid of each point; must not change afterwards
 */
export function sortPointsByGrid(grid: Int32Array, grids: number): PointsByGrid {
  const before = sorted.get(grid)
  if (before?.start.length === grids + 1) return before
  const found = sortByGrid(grid, grids)
  sorted.set(grid, found)
  return found
}

function sortByGrid(grid: Int32Array, grids: number): PointsByGrid {
  const start = new Uint32Array(grids + 1)
  for (const each of grid) start[each + 1] = uint32At(start, each + 1) + 1
  for (let row = 0; row < grids; row++) start[row + 1] = uint32At(start, row + 1) + uint32At(start, row)
  const next = start.slice()
  const order = new Uint32Array(grid.length)
  for (let point = 0; point < grid.length; point++) {
    const each = int32At(grid, point)
    order[uint32At(next, each)] = point
    next[each] = uint32At(next, each) + 1
  }
  return { start, order }
}
