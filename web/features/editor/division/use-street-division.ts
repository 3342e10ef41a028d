import { computed, onScopeDispose, reactive, ref, shallowRef } from 'vue'
import type { ProposalResult } from '#shared/division/propose-division.ts'
import type { DraftState } from '#shared/drafts/draft-state.ts'
import { isOwnCell } from '#shared/drafts/is-own-cell.ts'
import { runOperation } from '#shared/drafts/run-operation.ts'
import type { CellId } from '#shared/geometry/cell-set.ts'
import { getShapeAreaM2 } from '#shared/geometry/shapes/shape-area.ts'
import type { DivisionOrder, DivisionRun } from './run-division.ts'

/** `even`: its grids keep the band as they are. */
export type CommunityState = 'waiting' | 'even' | 'ready' | 'failed' | 'taken' | 'left'

/** A community of the street, and what came out of dividing it. */
export interface CommunityDivision {
  code: string
  state: CommunityState
  /** The grids that the proposals divide, and what they were then. */
  grids: readonly CellId[]
  base: DraftState | null
  /** null: there is none yet, or the program failed. */
  result: ProposalResult | null
}

type Runner = (order: DivisionOrder, onProgress: (share: number) => void) => DivisionRun

const loadRunner = async (): Promise<Runner> => (await import('./run-division.ts')).runDivision

/** Divides one community of a street after the other in the background, to be looked through. */
export function useStreetDivision({
  getState,
  toOrder,
  load = loadRunner,
}: {
  getState: () => DraftState | null
  /** What is asked of a community; null: its grids may stay as they are. */
  toOrder: (state: DraftState, grids: readonly CellId[]) => DivisionOrder | null
  load?: () => Promise<Runner>
}) {
  const communities = shallowRef<readonly CommunityDivision[]>([])
  const isRunning = ref(false)
  /** Whether the proposals are looked through, and the community that is looked at. */
  const isLooking = ref(false)
  const shown = ref<string | null>(null)
  /** What is done of the community that is divided now, 0–1. */
  const share = ref(0)
  let run: DivisionRun | null = null
  /** Grows with every start and stop, so that answers of stopped work are dropped. */
  let turns = 0

  const count = (state: CommunityState) => communities.value.filter((each) => each.state === state).length
  const set = (code: string, next: Partial<CommunityDivision>) => {
    communities.value = communities.value.map((each) => (each.code === code ? { ...each, ...next } : each))
  }

  function stop(): void {
    turns++
    run?.cancel()
    run = null
    share.value = 0
    isRunning.value = false
  }

  function start(): void {
    const now = getState()
    stop()
    leave()
    if (now === null) return
    communities.value = listCommunities(now).map((code) => ({
      code,
      state: 'waiting',
      grids: [],
      base: null,
      result: null,
    }))
    void work()
  }

  /** Divides what waits, one after the other. */
  async function work(): Promise<void> {
    if (isRunning.value) return
    isRunning.value = true
    const turn = ++turns
    try {
      const runner = await load()
      for (;;) {
        const now = getState()
        const next = communities.value.find(({ state }) => state === 'waiting')
        if (turn !== turns || now === null || next === undefined) break
        await divide(runner, next.code, now, turn)
      }
    } finally {
      if (turn === turns) stop()
    }
  }

  async function divide(runner: Runner, code: string, base: DraftState, turn: number): Promise<void> {
    const grids = listGrids(base, code)
    const order = toOrder(base, grids)
    share.value = 0
    if (order === null) {
      set(code, { state: 'even', grids, base, result: null })
      return
    }
    let result: ProposalResult | null = null
    try {
      run = runner(order, (done) => {
        if (turn === turns) share.value = done
      })
      result = await run.result
    } catch {
      // the others are divided all the same
    }
    if (turn === turns) set(code, { state: result?.ok === true ? 'ready' : 'failed', grids, base, result })
  }

  /** The next community to look at. What its author has changed meanwhile is divided again. */
  function showNext(): CommunityDivision | null {
    const now = getState()
    isLooking.value = true
    shown.value = null
    for (const each of communities.value) {
      if (each.state !== 'ready' || now === null) continue
      if (isAsItWas(each, now)) {
        shown.value = each.code
        return each
      }
      set(each.code, { state: 'waiting' })
    }
    if (communities.value.some(({ state }) => state === 'waiting')) void work()
    else isLooking.value = false
    return null
  }

  /** Says what became of the community that is looked at. */
  function settle(state: 'taken' | 'left'): void {
    if (shown.value !== null) set(shown.value, { state })
    shown.value = null
  }

  function leave(): void {
    isLooking.value = false
    shown.value = null
  }

  onScopeDispose(stop)

  return reactive({
    communities,
    isRunning,
    isLooking,
    shown,
    progress: computed(() => {
      const all = communities.value.length
      return all === 0 ? 0 : (all - count('waiting') + (isRunning.value ? share.value : 0)) / all
    }),
    counts: computed(() => ({
      all: communities.value.length,
      waiting: count('waiting'),
      even: count('even'),
      ready: count('ready'),
      failed: count('failed'),
      taken: count('taken'),
      left: count('left'),
    })),
    start,
    stop,
    goOn: () => void work(),
    showNext,
    settle,
    leave,
  })
}

/** Communities of the street of a draft, by their codes. */
export const listCommunities = (state: DraftState): string[] =>
  [
    ...new Set(
      [...state.set.cells.values()].flatMap(({ id, community }) => (isOwnCell(state, id) ? [community] : [])),
    ),
  ].sort()

const listGrids = (state: DraftState, code: string): CellId[] =>
  [...state.set.cells.values()].flatMap(({ id, community }) =>
    community === code && isOwnCell(state, id) ? [id] : [],
  )

/** Vertices that a neighbour puts on a border may turn it by this much. */
const SAME_M2 = 5

/** Whether a proposal still holds: the grids are those that it divides, and it can become a step. */
function isAsItWas({ code, grids, base, result }: CommunityDivision, now: DraftState): boolean {
  if (base === null || result?.ok !== true) return false
  const ids = listGrids(now, code)
  if (ids.length !== grids.length || !ids.every((id) => grids.includes(id))) return false
  const isSame = ids.every((id) => {
    const [was, is] = [base.set.cells.get(id), now.set.cells.get(id)]
    if (base.facts.get(id)?.households !== now.facts.get(id)?.households) return false
    if (was?.shape === is?.shape) return true
    return Math.abs(getShapeAreaM2(was?.shape ?? []) - getShapeAreaM2(is?.shape ?? [])) < SAME_M2
  })
  return isSame && result.proposals.every(({ operation }) => runOperation(now, operation).ok)
}
