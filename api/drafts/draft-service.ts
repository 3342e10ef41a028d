import { gunzipSync, gzipSync } from 'node:zlib'
import { DraftBase } from '#shared/contract/drafts/draft-base.ts'
import type { DraftStep } from '#shared/contract/drafts/draft-operations.ts'
import type { DraftState } from '#shared/drafts/draft-state.ts'
import { readDraftBase } from '#shared/drafts/read-draft-base.ts'
import { type DraftHistory, replaySteps, createDraftHistory } from '#shared/drafts/draft-history.ts'
import type { Database, Queryable } from '../db/database.ts'
import { loadSql } from '../db/load-sql.ts'
import { AppError } from '../errors.ts'
import type { SnapshotCache } from '../snapshot/snapshot-cache.ts'
import { type DraftRow, readSteps } from './draft-row.ts'

/** Who asks, as history and audit will name them. */
export interface Actor {
  name: string
  address: string | null
}

/** A draft as it stands: the ground and what the steps have made of it. */
export interface LoadedDraft {
  ground: DraftBase
  base: DraftState
  replay: DraftHistory
}

/** Where drafts are worked on: the database has them, the last few stay replayed in memory. */
export interface DraftService {
  database: Database
  cities: SnapshotCache
  now: () => number
  /** The draft of a row that was read in the same transaction. */
  inHand(tx: Queryable, city: string, row: DraftRow): Promise<LoadedDraft>
  /** Says what was committed, so that it need not be replayed again. */
  remember(city: string, row: Pick<DraftRow, 'id' | 'first_step' | 'steps'>, draft: LoadedDraft): void
}

/** Replayed drafts kept in memory; each holds some megabytes. */
const KEPT = 16

const groundStatement = loadSql('api/drafts/sql/select-draft-base.sql')

export function createDraftService({
  database,
  cities,
  now,
}: Pick<DraftService, 'database' | 'cities' | 'now'>): DraftService {
  const known = new Map<string, { firstStep: number; steps: number; draft: LoadedDraft }>()

  const remember: DraftService['remember'] = (city, { id, first_step, steps }, draft) => {
    known.delete(`${city} ${id}`)
    known.set(`${city} ${id}`, { firstStep: first_step, steps, draft })
    const oldest = known.keys().next().value
    if (known.size > KEPT && oldest !== undefined) known.delete(oldest)
  }

  return {
    database,
    cities,
    now,
    remember,
    async inHand(tx, city, row) {
      const kept = known.get(`${city} ${row.id}`)
      const usable = kept?.firstStep === row.first_step && kept.steps <= row.steps ? kept : undefined
      if (usable?.steps === row.steps) return usable.draft
      const before = usable?.draft ?? (await readBase(tx, row.id))
      const draft = {
        ...before,
        replay: replayed(before.replay, await readSteps(tx, row.id, usable?.steps ?? row.first_step), row.id),
      }
      remember(city, row, draft)
      return draft
    },
  }
}

async function readBase(tx: Queryable, id: string): Promise<LoadedDraft> {
  const {
    rows: [row],
  } = await tx.query<{ ground: Uint8Array }>(groundStatement, [id])
  if (!row) throw new AppError('not_found', 'there is no such draft', { draft: id })
  const ground = unpackDraftBase(row.ground)
  const base = readDraftBase(ground)
  return { ground, base, replay: createDraftHistory(base) }
}

/** Steps that were accepted once are accepted again: the same functions on the same ground. */
function replayed(start: DraftHistory, steps: readonly DraftStep[], id: string): DraftHistory {
  const { replay, refused } = replaySteps(start, steps)
  if (refused)
    throw new AppError('unprocessable', 'a step of the draft can no longer be taken', {
      draft: id,
      step: refused.step.id,
      reason: refused.reason,
    })
  return replay
}

export const packDraftBase = (ground: DraftBase): Uint8Array => gzipSync(JSON.stringify(ground), { level: 6 })
export const unpackDraftBase = (bytes: Uint8Array): DraftBase =>
  DraftBase.parse(JSON.parse(gunzipSync(bytes).toString('utf8')))
