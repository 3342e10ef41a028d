import type { CitySnapshot, GridTable } from '#shared/snapshot/city-snapshot.ts'
import { createPointIndex, locatePoints } from '#shared/geometry/shapes/locate-points.ts'
import { createRowLookup } from './row-lookup.ts'

export interface LocatedPremises {
  /** Row of the grid on whose land each stands; -1: none. */
  ground: Int32Array
  /** Row of the grid that each belongs to; -1: none. */
  owner: Int32Array
}

type Tables = Pick<CitySnapshot, 'grids' | 'premises'>

const located = new WeakMap<GridTable, { premises: Tables['premises']; result: LocatedPremises }>()

/**
 * Finds the grids of all premises: the one that was chosen for them, as long as it stands and is of their community, or
 * else the one on whose land they stand.
 */
export function locatePremises({ grids, premises }: Tables): LocatedPremises {
  const known = located.get(grids)
  if (known?.premises === premises) return known.result
  const ground = new Int32Array(premises.count).fill(-1)
  const rows = Array.from({ length: grids.count }, (_, row) => row)
  locatePoints(
    grids.mesh.polygons,
    rows,
    createPointIndex(premises.mesh.xy.subarray(0, 2 * premises.count)),
    ground,
  )
  const rowOf = createRowLookup(grids.ids)
  const owner = ground.map((own, row) => {
    const chosen = premises.assignedGrid[row] === 0 ? -1 : rowOf(premises.assignedGrid[row] ?? null)
    return chosen >= 0 && grids.community[chosen] === premises.community[row] ? chosen : own
  })
  const result = { ground, owner }
  located.set(grids, { premises, result })
  return result
}
