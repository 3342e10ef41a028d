import type { CitySnapshot } from '#shared/snapshot/city-snapshot.ts'
import type { DraftBase } from '#shared/contract/drafts/draft-base.ts'
import { locatePremises } from '../../snapshot/tables/locate-premises.ts'

/** Returns the premises that stand in some grids or belong to one of them, for the base of a draft. */
export function collectPremises(
  snapshot: CitySnapshot,
  gridRows: readonly number[],
): NonNullable<DraftBase['premises']> {
  const { premises, grids } = snapshot
  const { ground, owner } = locatePremises(snapshot)
  const wanted = new Set(gridRows)
  const rows = Array.from({ length: premises.count }, (_, row) => row).filter(
    (row) =>
      premises.statuses[row] !== 'closed' && (wanted.has(ground[row] ?? -1) || wanted.has(owner[row] ?? -1)),
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
