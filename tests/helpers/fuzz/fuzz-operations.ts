import { applyDraftChange, type DraftState, reverseDraftChange } from '#shared/drafts/draft-state.ts'
import { runOperation } from '#shared/drafts/run-operation.ts'
import type { AnyOperation } from '#shared/contract/drafts/draft-operations.ts'
import { computeInteriorPoint } from '#shared/geometry/shapes/interior-point.ts'
import { createSeededRandom } from '../geometry/build-brickwork.ts'
import { findDefects, pickRandom, type Random } from '../geometry/random-operations.ts'
import { generateDraftState } from './generate-draft-state.ts'
import { drawRandomOperation, drawRing } from './draw-random-operation.ts'
import type { GeosJudge } from './geos-judge.ts'

const STEPS_PER_TILING = 70
const TILINGS_PER_JUDGEMENT = 40
/** A tiling of more grids is left: the time would go into the certificates. */
const MAX_CELLS = 60

export interface FuzzResult {
  operations: number
  tilings: number
  /** Accepted operations by name. */
  accepted: Map<string, number>
  /** Rejected ones by reason. */
  rejected: Map<string, number>
  defects: string[]
}

/**
 * Runs random operations as the page and the server run them. The kernel's own proof, the undo, the place of every
 * refusal and GEOS judge each of them. Ends after the operations, the time, or the tenth defect.
 */
export async function fuzzOperations(
  judge: GeosJudge,
  { operations, seed, maxMs = Infinity }: { operations: number; seed: number; maxMs?: number },
): Promise<FuzzResult> {
  const result: FuzzResult = {
    operations: 0,
    tilings: 0,
    accepted: new Map(),
    rejected: new Map(),
    defects: [],
  }
  const end = performance.now() + maxMs
  while (result.operations < operations && result.defects.length < 10 && performance.now() < end) {
    fuzzTiling(judge, seed + result.tilings, result)
    result.tilings++
    if (result.tilings % TILINGS_PER_JUDGEMENT === 0) result.defects.push(...(await judge.judge()))
  }
  result.defects.push(...(await judge.judge()))
  return result
}

function fuzzTiling(judge: GeosJudge, seed: number, result: FuzzResult): void {
  const random = createSeededRandom(seed)
  let state = generateDraftState(seed, random)
  for (let step = 0; step < STEPS_PER_TILING && state.set.cells.size <= MAX_CELLS; step++) {
    const what = `tiling ${seed}, step ${step}`
    result.operations++
    try {
      state = fuzzStep(judge, what, state, random, -1 - step, result)
    } catch (error) {
      result.defects.push(`${what}: throws ${String(error)}`)
      return
    }
  }
  judge.addSet(`tiling ${seed}`, state.set)
}

function fuzzStep(
  judge: GeosJudge,
  what: string,
  state: DraftState,
  random: Random,
  newGrid: number,
  result: FuzzResult,
): DraftState {
  const { on, operation } =
    random() < 0.08
      ? drawGapToFill(state, random, newGrid)
      : { on: state, operation: drawRandomOperation(state.set, random, newGrid) }
  const tried = runOperation(on, operation)
  if (!tried.ok) {
    increment(result.rejected, tried.reason.code)
    if (tried.reason.at === undefined)
      result.defects.push(`${what}: ${operation.op} is refused without a place`)
    return state
  }
  const { value: change } = tried
  increment(result.accepted, change.operation)
  const after = applyDraftChange(on, change)
  const changed = change.geometry?.put ?? []
  const report = (defect: string) => result.defects.push(`${what}: ${defect} ${JSON.stringify(operation)}`)
  for (const defect of findDefects(
    after.set,
    changed.map(({ id }) => id),
  ))
    report(defect)
  const undone = applyDraftChange(after, reverseDraftChange(on, change))
  for (const [id, cell] of on.set.cells)
    if (undone.set.cells.get(id) !== cell) report(`undo changes grid ${id}`)
  for (const [unit, { shape }] of on.set.outlines)
    if (undone.set.outlines.get(unit)?.shape !== shape) report(`undo changes unit ${unit}`)
  if (undone.set.cells.size !== on.set.cells.size) report('undo leaves a grid')
  for (const { id, shape } of changed) judge.addShape(`${what}, grid ${id}`, shape)
  return after
}

/** Takes land away, as a bad import leaves it, for a neighbour to receive; if that is not possible, any other operation. */
function drawGapToFill(
  state: DraftState,
  random: Random,
  newGrid: number,
): { on: DraftState; operation: AnyOperation } {
  const cell = pickRandom(random, [...state.set.cells.values()])
  const carved = runOperation(state, {
    op: 'carve',
    ring: drawRing(cell, random).map(([x, y]) => [x, y]),
    newGrid,
  })
  const [piece] = carved.ok ? (carved.value.geometry?.put.find(({ id }) => id === newGrid)?.shape ?? []) : []
  if (!carved.ok || piece === undefined)
    return { on: state, operation: drawRandomOperation(state.set, random, newGrid) }
  const { set } = applyDraftChange(state, carved.value)
  const cells = new Map(set.cells)
  cells.delete(newGrid)
  const givers = (carved.value.geometry?.put ?? []).filter(({ id }) => id !== newGrid)
  const [x, y] = computeInteriorPoint(piece)
  return {
    on: { ...state, set: { ...set, cells } },
    operation: { op: 'fillGap', at: [Math.round(x), Math.round(y)], grid: pickRandom(random, givers).id },
  }
}

function increment(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}
