import type { CitySnapshot } from '#shared/city/city-snapshot.ts'
import type { CoverageColumns, CoverageOptions } from '#shared/contract/coverage.ts'
import { makeTable } from '#shared/coverage/table/make-table.ts'
import { columnsOf } from '#shared/coverage/table/table-columns.ts'
import { compareStates } from '#shared/drafts/compare.ts'
import { writeMultiPolygon } from '#shared/geometry/twkb.ts'
import type { Compute } from '../../compute/open-compute.ts'
import { withCity } from '../../db/with-city.ts'
import { cityOfDraft } from '../../drafting/city-of-draft.ts'
import { findDraft } from '../../drafting/draft-row.ts'
import { joinBytes } from '../../drafting/ground-of.ts'
import type { Desk } from '../../drafting/open-desk.ts'

/** Coverage as it would be with a draft, and the shapes that the published map does not have. @throws AppError not_found */
export async function draftCoverage(
  { desk, compute }: { desk: Desk; compute: Compute },
  snapshot: CitySnapshot,
  draft: string,
  options: CoverageOptions,
): Promise<{ coverage: CoverageColumns; changed: { ids: number[]; shapes: string } }> {
  const differences = await withCity(desk.database, snapshot.code, async (tx) => {
    const { base, replay } = await desk.inHand(tx, snapshot.code, await findDraft(tx, draft))
    return compareStates(base, replay.state).filter(({ what }) => what !== 'vertices')
  })
  const { city, numbers } = cityOfDraft(snapshot, differences)
  const reach = await compute.reach(city, options)
  const drawn = differences.filter(({ what, after }) => what !== 'described' && after !== null)
  return {
    coverage: columnsOf(makeTable(city, options, () => reach)),
    changed: {
      ids: drawn.map(({ id }) => numbers.get(id) ?? 0),
      shapes: joinBytes(drawn.map(({ after }) => writeMultiPolygon(after?.shape ?? []))),
    },
  }
}
