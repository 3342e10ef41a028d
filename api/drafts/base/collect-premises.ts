import type { CitySnapshot } from '#shared/snapshot/city-snapshot.ts'
import type { DraftBase } from '#shared/contract/drafts/draft-base.ts'
import { createPointIndex, locatePoints } from '#shared/geometry/shapes/locate-points.ts'
import { locatePremises } from '../../snapshot/tables/locate-premises.ts'
import type { Land } from './collect-land.ts'

/** Returns the premises that stand on some land or belong to a grid of it, for the base of a draft. */
export function collectPremises(
  snapshot: CitySnapshot,
  land: readonly Land[],
): NonNullable<DraftBase['premises']> {
  const { premises, grids, units } = snapshot
  const { ground, owner } = locatePremises(snapshot)
  const wanted = new Set(land.filter(({ isGrid }) => isGrid).map(({ row }) => row))
  const undivided = land.filter(({ isGrid }) => !isGrid).map(({ row }) => row)
  const community = new Int32Array(premises.count).fill(-1)
  if (undivided.length > 0)
    locatePoints(
      units.community.mesh.polygons,
      undivided,
      createPointIndex(premises.mesh.xy.subarray(0, 2 * premises.count)),
      community,
    )
  const rows = Array.from({ length: premises.count }, (_, row) => row).filter(
    (row) =>
      premises.statuses[row] !== 'closed' &&
      (wanted.has(ground[row] ?? -1) || wanted.has(owner[row] ?? -1) || (community[row] ?? -1) >= 0),
  )
  return {
    id: rows.map((row) => premises.ids[row]!),
    kind: rows.map((row) => premises.kinds[row]!),
    name: rows.map((row) => premises.names[row]!),
    x: rows.map((row) => premises.mesh.xy[2 * row]!),
    y: rows.map((row) => premises.mesh.xy[2 * row + 1]!),
    grid: rows.map((row) => {
      const own = owner[row] ?? -1
      return own === ground[row] || !wanted.has(own) ? 0 : (grids.ids[own] ?? 0)
    }),
  }
}
