import type { DraftBase } from '#shared/contract/drafts/draft-base.ts'
import type { DraftStep } from '#shared/contract/drafts/draft-operations.ts'
import type { DraftState } from '#shared/drafts/draft-state.ts'
import { readDraftBase } from '#shared/drafts/read-draft-base.ts'
import { type DraftHistory, replaySteps, createDraftHistory } from '#shared/drafts/draft-history.ts'
import type { DraftId } from '#shared/contract/ids.ts'
import type { Database, Queryable } from '../db/database.ts'
import { loadSql } from '../db/load-sql.ts'
import { AppError } from '../errors.ts'
import { LruMap } from '../runtime/lru-map.ts'
import type { SnapshotCache } from '../snapshot/snapshot-cache.ts'
import { unpackDraftBase } from './base/draft-base-codec.ts'
import { type DraftRow, readSteps } from './draft-row.ts'

/** A draft in memory. */
export interface LoadedDraft {
  /** The geometry that the draft starts from, as it is stored. */
  draftBase: DraftBase
  /** The state before the first step. */
  base: DraftState
  /** The state after the last step, with the operations that lead to it. */
  history: DraftHistory
}

/** Loads drafts from the database and keeps the most recently used ones in memory. */
export interface DraftService {
  database: Database
  cities: SnapshotCache
  now: () => number
  /**
   * Returns the draft of a row that was read in the same transaction. Only steps that the cached draft lacks are
   * replayed.
   */
  loadDraft(tx: Queryable, city: string, row: DraftRow): Promise<LoadedDraft>
  /** Caches a draft after its steps were committed, so that they are not replayed again. */
  cacheDraft(city: string, row: Pick<DraftRow, 'id' | 'first_step' | 'steps'>, draft: LoadedDraft): void
}

/** Drafts in memory; each takes some megabytes. */
const MAX_CACHED_DRAFTS = 16

const baseStatement = loadSql('api/drafts/sql/select-draft-base.sql')

export function createDraftService({
  database,
  cities,
  now,
}: Pick<DraftService, 'database' | 'cities' | 'now'>): DraftService {
  const cache = new LruMap<string, { firstStep: number; steps: number; draft: LoadedDraft }>(
    MAX_CACHED_DRAFTS,
  )

  const cacheDraft: DraftService['cacheDraft'] = (city, { id, first_step, steps }, draft) => {
    cache.set(`${city} ${id}`, { firstStep: first_step, steps, draft })
  }

  return {
    database,
    cities,
    now,
    cacheDraft,
    async loadDraft(tx, city, row) {
      const cached = cache.get(`${city} ${row.id}`)
      // a rebase moves first_step; a transaction that was rolled back may have had more steps
      const usable = cached?.firstStep === row.first_step && cached.steps <= row.steps ? cached : undefined
      if (usable?.steps === row.steps) return usable.draft
      const before = usable?.draft ?? (await readUnchangedDraft(tx, row.id))
      const missing = await readSteps(tx, row.id, usable?.steps ?? row.first_step)
      const draft = { ...before, history: replay(before.history, missing, row.id) }
      cacheDraft(city, row, draft)
      return draft
    },
  }
}

async function readUnchangedDraft(tx: Queryable, id: DraftId): Promise<LoadedDraft> {
  const {
    rows: [row],
  } = await tx.query<{ ground: Uint8Array }>(baseStatement, [id])
  if (!row) throw new AppError('not_found', 'there is no such draft', { draft: id })
  const draftBase = unpackDraftBase(row.ground)
  const base = readDraftBase(draftBase)
  return { draftBase, base, history: createDraftHistory(base) }
}

/** Steps that were accepted once are accepted again: the same functions run on the same geometry. */
function replay(start: DraftHistory, steps: readonly DraftStep[], id: DraftId): DraftHistory {
  const result = replaySteps(start, steps)
  if (result.refused)
    throw new AppError('unprocessable', 'a step of the draft can no longer be applied', {
      draft: id,
      step: result.refused.step.id,
      reason: result.refused.reason,
    })
  return result.replay
}
