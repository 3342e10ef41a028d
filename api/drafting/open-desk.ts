import { gunzipSync, gzipSync } from 'node:zlib'
import { Ground } from '#shared/contract/ground.ts'
import type { DraftStep } from '#shared/contract/draft-operations.ts'
import type { DraftState } from '#shared/drafts/draft-state.ts'
import { readGround } from '#shared/drafts/read-ground.ts'
import { type Replay, replaySteps, startReplay } from '#shared/drafts/replay.ts'
import type { Database, Queryable } from '../db/database.ts'
import { loadSql } from '../db/load-sql.ts'
import { AppError } from '../errors.ts'
import type { Cities } from '../snapshot/cities.ts'
import { type DraftRow, readSteps } from './draft-row.ts'

/** Who asks, as history and audit will name them. */
export interface Actor {
  name: string
  address: string | null
}

/** A draft as it stands: the ground and what the steps have made of it. */
export interface DraftInHand {
  ground: Ground
  base: DraftState
  replay: Replay
}

/** Where drafts are worked on: the database has them, the last few stay replayed in memory. */
export interface Desk {
  database: Database
  cities: Cities
  now: () => number
  /** The draft of a row that was read in the same transaction. */
  inHand(tx: Queryable, city: string, row: DraftRow): Promise<DraftInHand>
  /** Says what was committed, so that it need not be replayed again. */
  remember(city: string, row: Pick<DraftRow, 'id' | 'first_step' | 'steps'>, draft: DraftInHand): void
}

/** Replayed drafts kept in memory; each holds some megabytes. */
const KEPT = 16

const groundStatement = loadSql('api/drafting/sql/read-ground.sql')

export function openDesk({ database, cities, now }: Pick<Desk, 'database' | 'cities' | 'now'>): Desk {
  const known = new Map<string, { firstStep: number; steps: number; draft: DraftInHand }>()

  const remember: Desk['remember'] = (city, { id, first_step, steps }, draft) => {
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

async function readBase(tx: Queryable, id: string): Promise<DraftInHand> {
  const {
    rows: [row],
  } = await tx.query<{ ground: Uint8Array }>(groundStatement, [id])
  if (!row) throw new AppError('not_found', 'there is no such draft', { draft: id })
  const ground = unpackGround(row.ground)
  const base = readGround(ground)
  return { ground, base, replay: startReplay(base) }
}

/** Steps that were accepted once are accepted again: the same functions on the same ground. */
function replayed(start: Replay, steps: readonly DraftStep[], id: string): Replay {
  const { replay, refused } = replaySteps(start, steps)
  if (refused)
    throw new AppError('unprocessable', 'a step of the draft can no longer be taken', {
      draft: id,
      step: refused.step.id,
      reason: refused.reason,
    })
  return replay
}

export const packGround = (ground: Ground): Uint8Array => gzipSync(JSON.stringify(ground), { level: 6 })
export const unpackGround = (bytes: Uint8Array): Ground =>
  Ground.parse(JSON.parse(gunzipSync(bytes).toString('utf8')))
