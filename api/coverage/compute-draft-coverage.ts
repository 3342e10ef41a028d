import type { CitySnapshot } from '#shared/snapshot/city-snapshot.ts'
import type { CoverageColumns } from '#shared/contract/coverage/coverage.ts'
import type { CoverageOptions } from '#shared/contract/coverage/coverage-options.ts'
import { buildCoverageTable } from '#shared/coverage/table/build-coverage-table.ts'
import { toCoverageColumns } from '#shared/coverage/table/coverage-columns.ts'
import { compareStates } from '#shared/drafts/compare-states.ts'
import type { DraftId } from '#shared/contract/ids.ts'
import type { ComputeClient } from './compute/compute-client.ts'
import { withCity } from '../db/transaction/with-city.ts'
import { applyDraftToCity } from '../drafts/apply-draft-to-city.ts'
import { findDraft } from '../drafts/draft-row.ts'
import { encodeShapesBase64 } from '../drafts/base/encode-base64.ts'
import type { DraftService } from '../drafts/draft-service.ts'

/**
 * Computes the coverage of the city with a draft applied, and the shapes that differ from the published map.
 *
 * @throws AppError not_found
 */
export async function computeDraftCoverage(
  { draftService, compute }: { draftService: DraftService; compute: ComputeClient },
  snapshot: CitySnapshot,
  draft: DraftId,
  options: CoverageOptions,
  signal?: AbortSignal,
): Promise<{ coverage: CoverageColumns; changed: { ids: number[]; shapes: string } }> {
  const unreplayed = await withCity(draftService.database, snapshot.code, async (tx) =>
    draftService.readDraft(tx, snapshot.code, await findDraft(tx, draft)),
  )
  const { base, history } = await draftService.replayDraft(unreplayed)
  const differences = compareStates(base, history.state).filter(({ what }) => what !== 'vertices')
  const { city, ids } = applyDraftToCity(snapshot, differences)
  const reach = await compute.reach(city, options, signal)
  const drawn = differences.filter(({ what, after }) => what !== 'described' && after !== null)
  return {
    coverage: toCoverageColumns(buildCoverageTable(city, options, () => reach)),
    changed: {
      ids: drawn.map(({ id }) => ids.get(id) ?? 0),
      shapes: encodeShapesBase64(drawn.map(({ after }) => after?.shape ?? [])),
    },
  }
}
