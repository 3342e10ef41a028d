import type { z } from 'zod'
import type { publishDraft as contract } from '#shared/contract/drafts/draft-review.ts'
import { toLocalDay } from '#shared/city/local-day.ts'
import type { DraftId } from '#shared/contract/ids.ts'
import { commitChangeset } from '../../changesets/commit-changeset.ts'
import { loadSql } from '../../db/load-sql.ts'
import { withCity } from '../../db/transaction/with-city.ts'
import { AppError } from '../../errors.ts'
import type { Actor } from '../../runtime/actor.ts'
import { selectRevision } from '../../snapshot/read-revision.ts'
import { notifyDraftSubscribers } from '../draft-channel.ts'
import { type DraftRow, findDraft, assertDraftStatus, toDraft } from '../draft-row.ts'
import type { DraftService } from '../draft-service.ts'
import { checkConsents } from '../feedback/consents.ts'
import { assertFourEyes } from '../four-eyes.ts'
import { findTouchedStaleGrids } from '../find-stale-grids.ts'
import { planPublication } from './plan-publication.ts'
import { type PublishedGrid, writePublication } from './write-publication.ts'

const sql = {
  setPublished: loadSql('api/drafts/publish/sql/publish-draft.sql'),
  finishSetup: loadSql('api/drafts/publish/sql/finish-setup.sql'),
  answer: loadSql('api/drafts/publish/sql/select-changeset-answer.sql'),
}

/** Publishing is planned again this often when another publication commits in between. */
const ATTEMPTS = 5

/** The city or the draft changed after the publication was planned: plan it again. */
class OutdatedPlan extends Error {}

type Answer = z.output<typeof contract.answer>

/**
 * Publishes an approved draft: grids with history, lineage and codes, outlines, certificate and revision, all in one
 * transaction. The draft's id is the request id of the changeset, so that repeated requests apply it once.
 *
 * @param authorize throws when the caller may not publish drafts of the street
 */
export async function publishDraft(
  draftService: DraftService,
  actor: Actor,
  {
    city,
    id,
    note,
    effectiveOn,
  }: { city: string; id: DraftId; note: string; effectiveOn?: string | undefined },
  authorize: (row: DraftRow) => void,
): Promise<Answer> {
  const { place } = (await draftService.cities.get(city)).snapshot.settings
  const today = toLocalDay(draftService.now(), place.timeZone)
  const day = effectiveOn ?? today
  if (day > today)
    throw new AppError('unprocessable', 'borders cannot be published for a day to come', {
      reason: 'day_in_future',
      day,
    })
  for (let attempt = 1; ; attempt++) {
    const published = await findPublished(draftService, city, id, authorize)
    if (published) return published
    try {
      return await publishOnce(draftService, actor, { city, id, note, day })
    } catch (error) {
      // another request may have published this draft: the next attempt returns its answer
      const again =
        error instanceof OutdatedPlan ||
        (error instanceof AppError && (error.code === 'conflict' || error.code === 'wrong_stage'))
      if (!again || attempt === ATTEMPTS)
        throw error instanceof OutdatedPlan
          ? new AppError('unavailable', 'the city changes too often: try again')
          : error
    }
  }
}

async function publishOnce(
  draftService: DraftService,
  actor: Actor,
  { city, id, note, day }: { city: string; id: DraftId; note: string; day: string },
): Promise<Answer> {
  const { settings } = (await draftService.cities.get(city)).snapshot
  const { row, unreplayed, revision } = await withCity(draftService.database, city, async (tx) => {
    const row = await findDraft(tx, id)
    assertDraftStatus(row, 'approved')
    // before the work of planning; the transaction checks again, with the settings of its revision
    await assertFourEyes(tx, row, actor.name, settings)
    const unreplayed = await draftService.readDraft(tx, city, row)
    return { row, unreplayed, revision: await selectRevision(tx) }
  })
  const draft = await draftService.replayDraft(unreplayed)
  const { snapshot } = await draftService.cities.get(city, revision)
  const stale = findTouchedStaleGrids(draft, row, snapshot)
  if (stale.length > 0)
    throw new AppError('stale_base', 'grids under the draft have changed since it was begun', {
      grids: stale,
    })
  const publication = await planPublication(draftService.steps, snapshot, draft)

  const request = {
    city,
    actor: actor.name,
    note,
    requestId: id,
    kind: 'grid.publish',
    ...(actor.address === null ? {} : { address: actor.address }),
  }
  const changed = await commitChangeset<{ grids: { draftId: number; id: number; code: string }[] }>(
    draftService.database,
    request,
    async (tx, scope) => {
      if (scope.revision - 1 !== publication.revision) throw new OutdatedPlan()
      const now = await findDraft(tx, id, { lock: true })
      assertDraftStatus(now, 'approved')
      if (now.steps !== row.steps) throw new OutdatedPlan()
      await checkConsents(tx, id, snapshot)
      await assertFourEyes(tx, now, actor.name, snapshot.settings)
      const grids: PublishedGrid[] = await writePublication(tx, publication, snapshot, scope, day)
      await tx.query(sql.setPublished, [id, scope.revision, scope.changesetId, scope.at])
      await tx.query(sql.finishSetup, [scope.at, actor.name])
      await notifyDraftSubscribers(tx, city, row.street_code)
      return {
        answer: { grids: grids.map((grid) => ({ ...grid })) },
        box: publication.box,
        layers: publication.box === null ? [] : publication.layers,
        audit: {
          object: `draft:${id}`,
          detail: {
            draft: row.name,
            street: row.street_code,
            day,
            differences: countByKind(publication.differences),
            ...(publication.movedFeatures.length === 0
              ? {}
              : { moved: publication.movedFeatures.map(({ code }) => code) }),
            ...(publication.assignedPremises.length === 0
              ? {}
              : { assignedPremises: publication.assignedPremises.map(({ id, grid }) => ({ id, grid })) }),
          },
        },
      }
    },
  )
  const after = await withCity(draftService.database, city, (tx) => findDraft(tx, id))
  return { draft: toDraft(after, snapshot), revision: changed.revision, grids: changed.answer.grids }
}

/** Returns the stored answer of a draft that is published already; null: it is not. */
async function findPublished(
  draftService: DraftService,
  city: string,
  id: DraftId,
  authorize: (row: DraftRow) => void,
): Promise<Answer | null> {
  const { snapshot } = await draftService.cities.get(city)
  return withCity(draftService.database, city, async (tx) => {
    const row = await findDraft(tx, id)
    authorize(row)
    if (row.status !== 'published' || row.published_revision === null) return null
    const {
      rows: [found],
    } = await tx.query<{ answer: { grids: PublishedGrid[] } }>(sql.answer, [row.changeset_id ?? 0])
    return {
      draft: toDraft(row, snapshot),
      revision: row.published_revision,
      grids: found?.answer.grids ?? [],
    }
  })
}

function countByKind(differences: readonly { what: string }[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { what } of differences) counts[what] = (counts[what] ?? 0) + 1
  return counts
}
