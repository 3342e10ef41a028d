import type { GridRules } from '#shared/city/find-rule-profile.ts'
import type { DraftBase } from '#shared/contract/drafts/draft-base.ts'
import type { Issue } from '#shared/contract/drafts/draft-issues.ts'
import type { DraftStep } from '#shared/contract/drafts/draft-operations.ts'
import type { DraftState } from '#shared/drafts/draft-state.ts'
import { findDraftIssues } from '#shared/drafts/find-draft-issues.ts'
import { readDraftBase } from '#shared/drafts/read-draft-base.ts'
import { type DraftHistory, createDraftHistory } from '#shared/drafts/draft-history.ts'
import type { CellId } from '#shared/geometry/cell-set.ts'
import type { DraftId } from '#shared/contract/ids.ts'
import type { Database, Queryable } from '../db/database.ts'
import { loadSql } from '../db/load-sql.ts'
import { AppError } from '../errors.ts'
import { LruMap } from '../runtime/lru-map.ts'
import type { SnapshotCache } from '../snapshot/snapshot-cache.ts'
import { unpackDraftBase } from './base/draft-base-codec.ts'
import { type DraftRow, readSteps } from './draft-row.ts'
import { createLocalStepRunner, type StepRunner } from './steps/step-runner.ts'

/** A draft in memory. */
export interface LoadedDraft {
  /** The geometry that the draft starts from, as it is stored. */
  draftBase: DraftBase
  /** The state before the first step. */
  base: DraftState
  /** The state after the last step, with the operations that lead to it. */
  history: DraftHistory
}

/** A draft as far as memory has it, with the stored steps that it lacks. */
export interface UnreplayedDraft {
  city: string
  row: DraftPosition
  draft: LoadedDraft
  missing: readonly DraftStep[]
}

type DraftPosition = Pick<DraftRow, 'id' | 'first_step' | 'steps'>

/** Loads drafts from the database and keeps the most recently used ones in memory. */
export interface DraftService {
  database: Database
  cities: SnapshotCache
  now: () => number
  steps: StepRunner
  /** Checks the grids of a draft, or only the given ones, errors first. */
  findIssues(
    state: DraftState,
    rules: GridRules,
    options?: { only?: ReadonlySet<CellId>; signal?: AbortSignal | undefined },
  ): Promise<Issue[]>
  /** Reads what memory lacks of the draft of a row that was read in the same transaction. Runs no step. */
  readDraft(tx: Queryable, city: string, row: DraftRow): Promise<UnreplayedDraft>
  /**
   * Returns the draft after its missing steps. Called when no transaction is open: a long draft takes seconds, and the
   * embedded database has one session.
   */
  replayDraft(unreplayed: UnreplayedDraft): Promise<LoadedDraft>
  /** Caches a draft after its steps were committed, so that they are not replayed again. */
  cacheDraft(city: string, row: DraftPosition, draft: LoadedDraft): void
}

/** Drafts in memory; each takes some megabytes. */
const MAX_CACHED_DRAFTS = 16

const baseStatement = loadSql('api/drafts/sql/select-draft-base.sql')

export function createDraftService({
  database,
  cities,
  now,
  steps = createLocalStepRunner(),
  findIssues = (state, rules, { only } = {}) => Promise.resolve(findDraftIssues(state, rules, only)),
}: Pick<DraftService, 'database' | 'cities' | 'now'> & {
  /** The server runs steps and checks in workers; by default both is done on this thread. */
  steps?: StepRunner
  findIssues?: DraftService['findIssues']
}): DraftService {
  const cache = new LruMap<string, { firstStep: number; steps: number; draft: LoadedDraft }>(
    MAX_CACHED_DRAFTS,
  )

  const replays = new Map<string, Promise<LoadedDraft>>()

  const cacheDraft: DraftService['cacheDraft'] = (city, { id, first_step, steps }, draft) => {
    cache.set(`${city} ${id}`, { firstStep: first_step, steps, draft })
  }

  const readDraft: DraftService['readDraft'] = async (tx, city, row) => {
    const cached = cache.get(`${city} ${row.id}`)
    // a rebase moves first_step; a transaction that was rolled back may have had more steps
    const usable = cached?.firstStep === row.first_step && cached.steps <= row.steps ? cached : undefined
    const draft = usable?.draft ?? (await readUnchangedDraft(tx, row.id))
    const known = usable?.steps ?? row.first_step
    if (usable === undefined) cacheDraft(city, { ...row, steps: known }, draft)
    return { city, row, draft, missing: known === row.steps ? [] : await readSteps(tx, row.id, known) }
  }

  const replayDraft: DraftService['replayDraft'] = async ({ city, row, draft, missing }) => {
    if (missing.length === 0) return draft
    // all who ask for a draft at the same time wait for one replay
    const key = `${city} ${row.id} ${row.first_step} ${row.steps}`
    const replay =
      replays.get(key) ??
      replaySteps(steps, draft, missing, row.id)
        .then((history) => {
          const replayed = { ...draft, history }
          cacheDraft(city, row, replayed)
          return replayed
        })
        .finally(() => replays.delete(key))
    replays.set(key, replay)
    return replay
  }

  return {
    database,
    cities,
    now,
    steps,
    findIssues,
    readDraft,
    replayDraft,
    cacheDraft,
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
async function replaySteps(
  runner: StepRunner,
  { history: start, draftBase }: LoadedDraft,
  steps: readonly DraftStep[],
  id: DraftId,
): Promise<DraftHistory> {
  let history = start
  for (const step of steps) {
    const result = await runner.run(history, step, draftBase)
    if (!result.ok)
      throw new AppError('unprocessable', 'a step of the draft can no longer be applied', {
        draft: id,
        step: step.id,
        reason: result.reason,
      })
    history = result.value
  }
  return history
}
