import type { CitySnapshot } from '#shared/snapshot/city-snapshot.ts'
import type { CoverageColumns, CoverageOptions } from '#shared/contract/coverage/coverage.ts'
import { buildCoverageTable } from '#shared/coverage/table/build-coverage-table.ts'
import { toCoverageColumns } from '#shared/coverage/table/coverage-columns.ts'
import { compareStates } from '#shared/drafts/compare-states.ts'
import { writeTwkbMultiPolygon } from '#shared/geometry/twkb.ts'
import type { ComputeClient } from './compute/compute-client.ts'
import { withCity } from '../db/transaction/with-city.ts'
import { applyDraftToCity } from '../drafts/apply-draft-to-city.ts'
import { findDraft } from '../drafts/draft-row.ts'
import { concatBase64 } from '../drafts/base/build-draft-base.ts'
import type { DraftService } from '../drafts/draft-service.ts'

/** Coverage as it would be with a draft, and the shapes that the published map does not have. @throws AppError not_found */
export async function computeDraftCoverage(
  { desk, compute }: { desk: DraftService; compute: ComputeClient },
  snapshot: CitySnapshot,
  draft: string,
  options: CoverageOptions,
): Promise<{ coverage: CoverageColumns; changed: { ids: number[]; shapes: string } }> {
  const differences = await withCity(desk.database, snapshot.code, async (tx) => {
    const { base, replay } = await desk.inHand(tx, snapshot.code, await findDraft(tx, draft))
    return compareStates(base, replay.state).filter(({ what }) => what !== 'vertices')
  })
  const { city, numbers } = applyDraftToCity(snapshot, differences)
  const reach = await compute.reach(city, options)
  const drawn = differences.filter(({ what, after }) => what !== 'described' && after !== null)
  return {
    coverage: toCoverageColumns(buildCoverageTable(city, options, () => reach)),
    changed: {
      ids: drawn.map(({ id }) => numbers.get(id) ?? 0),
      shapes: concatBase64(drawn.map(({ after }) => writeTwkbMultiPolygon(after?.shape ?? []))),
    },
  }
}
