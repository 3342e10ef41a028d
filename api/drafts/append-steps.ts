import type { z } from 'zod'
import type { DraftStep } from '#shared/contract/drafts/draft-operations.ts'
import type { appendSteps as contract } from '#shared/contract/drafts/drafts.ts'
import { certifyDraft } from '#shared/drafts/certify-draft.ts'
import type { DraftChange, DraftState } from '#shared/drafts/draft-state.ts'
import { type DraftHistory, applyStep } from '#shared/drafts/draft-history.ts'
import { checkDuplicatePoint } from '#shared/drafts/check-duplicate-point.ts'
import type { Reason, Result } from '#shared/geometry/result.ts'
import { isSameBoundary } from '#shared/geometry/topology/is-same-boundary.ts'
import { findSelfIntersection } from '#shared/geometry/topology/find-self-intersection.ts'
import { loadSql } from '../db/load-sql.ts'
import { encodeJson } from '../db/protocol/encode-parameter.ts'
import { withCity } from '../db/transaction/with-city.ts'
import { AppError } from '../errors.ts'
import { notifyDraftSubscribers } from './draft-channel.ts'
import { type DraftRow, findDraft, assertDraftStatus, readSteps, toDraft } from './draft-row.ts'
import { listStreetLeases, acquireLeases } from './leases.ts'
import type { Actor, DraftService } from './draft-service.ts'

const sql = {
  known: loadSql('api/drafts/sql/list-existing-step-ids.sql'),
  insert: loadSql('api/drafts/sql/insert-steps.sql'),
  advance: loadSql('api/drafts/sql/update-step-count.sql'),
}

export interface StepsToAppend {
  city: string
  id: string
  after: number
  steps: readonly DraftStep[]
}

/**
 * Takes steps of a draft: every operation is run here again and its tiling certified; the page's own geometry is never
 * asked for. Steps that the draft has already are not taken twice; from the first refused one on nothing is taken.
 */
export async function appendSteps(
  desk: DraftService,
  actor: Actor,
  { city, id, after, steps }: StepsToAppend,
  mayTouch: (row: DraftRow) => void,
): Promise<z.output<typeof contract.answer>> {
  const { snapshot } = await desk.cities.get(city)
  const drawing = { draft: id, holder: actor.name, now: desk.now() }
  const { row, draft, answer } = await withCity(desk.database, city, async (tx) => {
    const row = await findDraft(tx, id, { lock: true })
    mayTouch(row)
    const known = new Set(
      (await tx.query<{ step_id: string }>(sql.known, [id, steps.map((step) => step.id)])).rows.map(
        ({ step_id }) => step_id,
      ),
    )
    const fresh = steps.filter(
      (step, i) => !known.has(step.id) && steps.findIndex((other) => other.id === step.id) === i,
    )
    if (fresh.length > 0) {
      assertDraftStatus(row, 'open')
      await refuseMissed(after, row, known, () => readSteps(tx, id, after))
    }
    const before = await desk.inHand(tx, city, row)
    const { replay, taken, refused, communities } = takeAll(before.replay, fresh)
    await acquireLeases(tx, communities, drawing)
    if (taken.length > 0) {
      await tx.query(sql.insert, [
        id,
        encodeJson(taken.map((step, i) => ({ number: row.steps + 1 + i, ...step }))),
        actor.name,
        new Date(drawing.now),
      ])
      await tx.query(sql.advance, [id, row.steps + taken.length, new Date(drawing.now)])
      await notifyDraftSubscribers(tx, city, row.street_code)
    }
    const moved = {
      ...row,
      steps: row.steps + taken.length,
      changed_at: taken.length > 0 ? new Date(drawing.now).toISOString() : row.changed_at,
    }
    const leases = await listStreetLeases(tx, row.street_code, drawing)
    return {
      row: moved,
      draft: { ...before, replay },
      answer: { accepted: [...known, ...taken.map((step) => step.id)], refused, leases },
    }
  })
  desk.remember(city, row, draft)
  return { draft: toDraft(row, snapshot), ...answer }
}

/** Somebody else's steps that the sender has not seen stand against theirs; their own that arrived before do not. */
async function refuseMissed(
  after: number,
  row: DraftRow,
  known: ReadonlySet<string>,
  missed: () => Promise<DraftStep[]>,
): Promise<void> {
  if (after === row.steps) return
  const foreign = after > row.steps || (await missed()).some((step) => !known.has(step.id))
  if (foreign)
    throw new AppError('stale_base', 'the draft has other steps than the sender has seen', {
      after,
      steps: row.steps,
    })
}

function takeAll(start: DraftHistory, steps: readonly DraftStep[]) {
  let replay = start
  const taken: DraftStep[] = []
  const communities = new Set<string>()
  for (const step of steps) {
    const repeated = step.step === 'do' ? checkDuplicatePoint(step.operation) : null
    const result: Result<DraftHistory> = repeated ? { ok: false, reason: repeated } : applyStep(replay, step)
    // back and forth lead to states that the draft has stood in: a gap that was there before is there again
    const proven = step.step !== 'do'
    const reason = !result.ok
      ? result.reason
      : proven
        ? null
        : defectOf(replay.state, result.value.state, changeOf(replay, result.value))
    if (!result.ok || reason)
      return {
        replay,
        taken,
        communities: [...communities],
        refused: { id: step.id, reason: toAnswer(reason) },
      }
    for (const code of communitiesOf(replay.state, result.value.state, changeOf(replay, result.value)))
      communities.add(code)
    replay = result.value
    taken.push(step)
  }
  return { replay, taken, communities: [...communities], refused: null }
}

/** What the last step did: its own change, or the one that it took back. */
function changeOf(before: DraftHistory, after: DraftHistory): DraftChange {
  const [shorter, longer] = before.done.length < after.done.length ? [before, after] : [after, before]
  return longer.done[shorter.done.length]!.change
}

/** The street's communities in which a change means something; a vertex that a neighbour was given does not. */
function communitiesOf(before: DraftState, after: DraftState, change: DraftChange): string[] {
  const codes = change.facts.flatMap(([id]) => {
    const [was, is] = [before.set.cells.get(id), after.set.cells.get(id)]
    const same =
      was &&
      is &&
      isSameBoundary(was.shape, is.shape) &&
      JSON.stringify(before.facts.get(id)) === JSON.stringify(after.facts.get(id))
    return same ? [] : ((is ?? was)?.community ?? [])
  })
  return [...new Set([...codes, ...(change.renumbered ?? [])])].filter((code) =>
    code.startsWith(after.street),
  )
}

/** Operations keep the tiling by themselves; this is the proof of each time that one is done. */
function defectOf(before: DraftState, after: DraftState, change: DraftChange): Reason | null {
  if (change.geometry === null) return null
  const touched = new Set(
    [...change.geometry.put, ...change.geometry.retire.flatMap((id) => before.set.cells.get(id) ?? [])].map(
      (cell) => cell.community,
    ),
  )
  const broken = certifyDraft(after, touched)
    .filter(({ holds }) => !holds)
    .map(({ unit }) => unit)
  // grids of a file may not tile to begin with, and are mended step by step: what held must hold, submitting asks for the
  // rest; what another program draws one by one may break it, too
  if (
    broken.length > 0 &&
    change.operation !== 'redraw' &&
    certifyDraft(before, new Set(broken)).some(({ unit, holds }) => holds && broken.includes(unit))
  )
    return { code: 'not_a_tiling' }
  const bad = change.geometry.put.find(
    (cell) => findSelfIntersection(after.set.cells.get(cell.id)?.shape ?? []) !== null,
  )
  return bad ? { code: 'not_a_tiling', cells: [bad.id] } : null
}

function toAnswer(reason: Reason | null) {
  const { code, cells, at, count } = reason ?? { code: 'not_a_tiling' as const }
  return {
    code,
    ...(cells === undefined ? {} : { cells: [...cells] }),
    ...(at === undefined ? {} : { at: [at[0], at[1]] as [number, number] }),
    ...(count === undefined ? {} : { count }),
  }
}
