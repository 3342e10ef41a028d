import type { BuildingTable, GridTable } from '#shared/snapshot/city-snapshot.ts'
import { locatePoints, type PointIndex } from '#shared/geometry/shapes/locate-points.ts'

type Placement = Pick<BuildingTable, 'grid' | 'rowsByGrid' | 'gridStart'>
type Grids = Pick<GridTable, 'count' | 'ids' | 'mesh'>

/** Finds the grid of each place; `locatePoints` says to which one a place on a border belongs. */
export function placeInGrids(places: PointIndex, grids: Grids): Placement {
  const grid = new Int32Array(places.xy.length / 2).fill(-1)
  locatePoints(grids.mesh.polygons, rowsOf(grids), places, grid)
  return { grid, ...sortByGrid(grid, grids.count) }
}

/**
 * As `placeInGrids`, when only some of the grids have another border than before: the places in them, and those in no
 * grid, are looked for again.
 *
 * @param changed ids of the grids that were added, retired or have another border
 */
export function moveToGrids(
  { places, grid: before }: Pick<BuildingTable, 'places' | 'grid'>,
  gridsBefore: Grids,
  grids: Grids,
  changed: ReadonlySet<number>,
): Placement {
  const rowOfId = new Map<number, number>()
  grids.ids.forEach((id, row) => rowOfId.set(id, row))
  const rowNow = Int32Array.from(gridsBefore.ids, (id) => (changed.has(id) ? -1 : (rowOfId.get(id) ?? -1)))
  const grid = before.map((row) => (row < 0 ? -1 : (rowNow[row] ?? -1)))
  locatePoints(
    grids.mesh.polygons,
    rowsOf(grids).filter((row) => changed.has(grids.ids[row]!)),
    places,
    grid,
  )
  return { grid, ...sortByGrid(grid, grids.count) }
}

const rowsOf = ({ count }: Grids): number[] => Array.from({ length: count }, (_, row) => row)

/** Sorts rows by their grid (counting sort); rows without a grid are left out. */
function sortByGrid(grid: Int32Array, count: number): Pick<BuildingTable, 'rowsByGrid' | 'gridStart'> {
  const gridStart = new Int32Array(count + 1)
  for (const each of grid) if (each >= 0) gridStart[each + 1]! += 1
  for (let row = 0; row < count; row++) gridStart[row + 1]! += gridStart[row]!
  const next = gridStart.slice()
  const rowsByGrid = new Int32Array(gridStart[count]!)
  grid.forEach((each, row) => {
    if (each >= 0) rowsByGrid[next[each]!++] = row
  })
  return { rowsByGrid, gridStart }
}
