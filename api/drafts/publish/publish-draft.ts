import type { z } from 'zod'
import type { publishDraft as contract } from '#shared/contract/drafts/draft-review.ts'
import { toLocalDay } from '#shared/city/local-day.ts'
import { commitChangeset } from '../../changesets/commit-changeset.ts'
import { loadSql } from '../../db/load-sql.ts'
import { withCity } from '../../db/transaction/with-city.ts'
import { AppError } from '../../errors.ts'
import { checkConsents, findTouchedStaleGrids } from '../change-draft-status.ts'
import { notifyDraftSubscribers } from '../draft-channel.ts'
import { type DraftRow, findDraft, assertDraftStatus, toDraft } from '../draft-row.ts'
import type { Actor, DraftService } from '../draft-service.ts'
import { planPublication } from './plan-publication.ts'
import { type PublishedGrid, writePublication } from './write-publication.ts'

const sql = {
  publish: loadSql('api/drafts/publish/sql/publish-draft.sql'),
  answer: loadSql('api/drafts/publish/sql/select-changeset-answer.sql'),
}

/** How often publishing begins again because somebody else has published in the meantime. */
const ATTEMPTS = 5

/** The city has moved on while a publication was worked out: not a refusal, work it out again. */
class CityMoved extends Error {}

type Answer = z.output<typeof contract.answer>

/**
 * Makes an approved draft the city's map: grids with history, lineage and codes, outlines, certificate, revision, all
 * in one transaction. The draft's own id is the change's request id, so it is applied once however often it is asked.
 */
export async function publishDraft(
  desk: DraftService,
  actor: Actor,
  {
    city,
    id,
    note,
    effectiveOn,
  }: { city: string; id: string; note: string; effectiveOn?: string | undefined },
  mayTouch: (row: DraftRow) => void,
): Promise<Answer> {
  const today = toLocalDay(desk.now())
  const day = effectiveOn ?? today
  if (day > today)
    throw new AppError('unprocessable', 'borders cannot be published for a day to come', {
      reason: 'day_in_future',
      day,
    })
  for (let attempt = 1; ; attempt++) {
    const published = await findPublished(desk, city, id, mayTouch)
    if (published) return published
    try {
      return await publishOnce(desk, actor, { city, id, note, day })
    } catch (error) {
      // somebody else may have published this very draft: then the next round finds it
      const again =
        error instanceof CityMoved ||
        (error instanceof AppError && (error.code === 'conflict' || error.code === 'wrong_stage'))
      if (!again || attempt === ATTEMPTS)
        throw error instanceof CityMoved
          ? new AppError('unavailable', 'the city is changed all the time: try again')
          : error
    }
  }
}

async function publishOnce(
  desk: DraftService,
  actor: Actor,
  { city, id, note, day }: { city: string; id: string; note: string; day: string },
): Promise<Answer> {
  const { row, draft, revision } = await withCity(desk.database, city, async (tx) => {
    const row = await findDraft(tx, id)
    assertDraftStatus(row, 'approved')
    const {
      rows: [meta],
    } = await tx.query<{ revision: number }>('select revision from meta')
    return { row, draft: await desk.inHand(tx, city, row), revision: meta?.revision ?? 0 }
  })
  const { snapshot } = await desk.cities.get(city, revision)
  const stale = findTouchedStaleGrids(draft, row, snapshot)
  if (stale.length > 0)
    throw new AppError('stale_base', 'grids under the draft have changed since it was begun', {
      grids: stale,
    })
  const publication = planPublication(snapshot, draft)

  const request = {
    city,
    actor: actor.name,
    note,
    requestId: id,
    kind: 'grid.publish',
    ...(actor.address === null ? {} : { address: actor.address }),
  }
  const changed = await commitChangeset<{ grids: { draftId: number; id: number; code: string }[] }>(
    desk.database,
    request,
    async (tx, scope) => {
      if (scope.revision - 1 !== publication.revision) throw new CityMoved()
      const now = await findDraft(tx, id, { lock: true })
      assertDraftStatus(now, 'approved')
      if (now.steps !== row.steps) throw new CityMoved()
      await checkConsents({ tx, row: now, snapshot })
      const grids: PublishedGrid[] = await writePublication(tx, publication, snapshot, scope, day)
      await tx.query(sql.publish, [id, scope.revision, scope.changesetId, scope.at])
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
            differences: countOf(publication.differences),
          },
        },
      }
    },
  )
  const after = await withCity(desk.database, city, (tx) => findDraft(tx, id))
  return { draft: toDraft(after, snapshot), revision: changed.revision, grids: changed.answer.grids }
}

/** Published before: what was answered then, for whoever asks again. */
async function findPublished(
  desk: DraftService,
  city: string,
  id: string,
  mayTouch: (row: DraftRow) => void,
): Promise<Answer | null> {
  const { snapshot } = await desk.cities.get(city)
  return withCity(desk.database, city, async (tx) => {
    const row = await findDraft(tx, id)
    mayTouch(row)
    if (row.status !== 'published') return null
    const {
      rows: [found],
    } = await tx.query<{ answer: { grids: PublishedGrid[] } }>(sql.answer, [row.changeset_id ?? 0])
    return {
      draft: toDraft(row, snapshot),
      revision: row.published_revision ?? 0,
      grids: found?.answer.grids ?? [],
    }
  })
}

function countOf(differences: readonly { what: string }[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { what } of differences) counts[what] = (counts[what] ?? 0) + 1
  return counts
}
