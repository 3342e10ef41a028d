import type { z } from 'zod'
import type { openDraft as contract } from '#shared/contract/drafts/drafts.ts'
import type { DraftId } from '#shared/contract/ids.ts'
import { withCity } from '../db/transaction/with-city.ts'
import { findDraft, readSteps, toDraft } from './draft-row.ts'
import type { DraftService } from './draft-service.ts'
import { findStaleGrids } from './find-stale-grids.ts'
import { listStreetLeases } from './leases.ts'

/**
 * Returns a draft with the steps that the client lacks.
 *
 * @param after number of the last step that the client knows; undefined: it knows none
 * @throws AppError not_found
 */
export async function openDraft(
  draftService: DraftService,
  { city, id, after, reader }: { city: string; id: DraftId; after: number | undefined; reader: string },
): Promise<z.output<typeof contract.answer>> {
  const { snapshot } = await draftService.cities.get(city)
  const { row, unreplayed, steps, needsBase, leases } = await withCity(
    draftService.database,
    city,
    async (tx) => {
      const row = await findDraft(tx, id)
      // after a rebase the steps that the client knows belong to an earlier base: it needs the new one
      const needsBase = after === undefined || after < row.first_step
      return {
        row,
        needsBase,
        unreplayed: await draftService.readDraft(tx, city, row),
        steps: await readSteps(tx, id, needsBase ? row.first_step : after),
        leases: await listStreetLeases(tx, row.street_code, {
          draft: id,
          holder: reader,
          now: draftService.now(),
        }),
      }
    },
  )
  // the state after the steps is not asked for: the client runs them itself
  const { draftBase, base } = unreplayed.draft
  return {
    draft: toDraft(row, snapshot),
    ground: needsBase ? draftBase : null,
    steps,
    leases,
    stale:
      row.status === 'published' || row.status === 'discarded'
        ? null
        : findStaleGrids(base, row.base_revision, snapshot),
  }
}
