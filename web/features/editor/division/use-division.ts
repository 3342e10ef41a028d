import { computed, onScopeDispose, reactive, ref, shallowRef, watch } from 'vue'
import type { CitySettings } from '#shared/contract/city/city-settings.ts'
import type { SnapTargetData } from '#shared/contract/drafts/draft-base.ts'
import type { DivisionReason } from '#shared/division/division-input.ts'
import type { Obstacle } from '#shared/division/find-obstacle.ts'
import type { Proposal, ProposalStyle } from '#shared/division/propose-division.ts'
import { applyProposal } from '#shared/drafts/assignment/apply-proposal.ts'
import type { DraftState } from '#shared/drafts/draft-state.ts'
import { runOperation } from '#shared/drafts/run-operation.ts'
import type { CellId } from '#shared/geometry/cell-set.ts'
import type { EditableDraft } from '../draft-sync/use-draft.ts'
import { isDivisionTool, newNumber } from '../draft-editor/tools.ts'
import type { DrawingState } from '../draft-editor/use-drawing.ts'
import type { SnapTargets } from '../draft-editor/snap-targets.ts'
import { countUsualGrids } from './count-usual-grids.ts'
import { listRetainedGrids } from './list-retained-grids.ts'
import type { DivisionOrder, DivisionRun } from './run-division.ts'
import { type CommunityDivision, useStreetDivision } from './use-street-division.ts'
import { listStyles, MOST_GRIDS, toSearchWish, useDivisionWishes } from './use-division-wishes.ts'

/** `ready`: with a proof where no division keeps the band. `failed`: with a reason, or null where the program failed. */
export type DivisionStatus =
  | { state: 'idle' }
  | { state: 'running'; share: number }
  | { state: 'ready'; proposals: readonly Proposal[]; obstacle: Obstacle | null }
  | { state: 'failed'; reason: DivisionReason | null }

/** Proposals for the picked land: what is wished, the work on them, and the one that is looked at. */
export function useDivision(
  draft: EditableDraft,
  drawing: DrawingState,
  street: {
    lines: SnapTargetData | null
    settings: CitySettings
    snapTargets: Pick<SnapTargets, 'premises'>
  },
  showGrids: (ids: readonly CellId[]) => void,
) {
  const { wishes, set: wish } = useDivisionWishes()
  const chosen = ref(0)
  const status = shallowRef<DivisionStatus>({ state: 'idle' })
  let run: DivisionRun | null = null
  /** Grows with every request, so that answers of cancelled ones are dropped. */
  let requests = 0
  /** The grid that is picked next is halved at once. */
  let halvesNext = false

  const state = computed(() => draft.history?.state ?? null)
  const isActive = computed(() => isDivisionTool(drawing.toolId))
  const land = computed(() => {
    const now = state.value
    const ids = drawing.picked
    if (now === null || ids.length === 0) return null
    const facts = ids.flatMap((id) => now.facts.get(id) ?? [])
    const [first] = ids
    const community = first === undefined ? undefined : now.set.cells.get(first)?.community
    return {
      grids: ids.length,
      names: facts.map(({ name }) => name),
      households: facts.reduce((sum, each) => sum + each.households, 0),
      today: facts.map(({ households }) => households),
      community,
    }
  })
  /** Grids beside those that are divided anew, in the same community: they stay as they are. */
  const kept = computed(() => (state.value === null ? [] : listRetainedGrids(state.value, drawing.picked)))
  const band = computed(() => {
    if (land.value === null) return null
    const mean = land.value.households / wishes.count
    return {
      mean: Math.round(mean),
      least: Math.ceil(mean * (1 - wishes.tolerance / 100) - 1e-9),
      most: Math.floor(mean * (1 + wishes.tolerance / 100) + 1e-9),
    }
  })

  function countGrids(): number {
    if (state.value === null || drawing.toolId === 'equal') return 2
    return countUsualGrids(state.value, drawing.picked, street.settings)
  }

  const toOrder = (
    now: DraftState,
    grids: readonly CellId[],
    count: number,
    styles: readonly ProposalStyle[],
  ): DivisionOrder => ({
    state: now,
    grids: [...grids],
    lines: street.lines,
    wish: toSearchWish({ ...wishes, count }, street.snapTargets.premises),
    styles,
    newIds: Array.from({ length: count }, () => newNumber(now)),
  })

  const wholeStreet = useStreetDivision({
    getState: () => state.value,
    toOrder: (now, grids) => {
      const count = countUsualGrids(now, grids, street.settings)
      const values = grids.map((id) => now.facts.get(id)?.households ?? 0)
      const mean = values.reduce((sum, each) => sum + each, 0) / count
      const isEven = values.every((each) => Math.abs(each - mean) <= (mean * wishes.tolerance) / 100 + 1e-9)
      if (grids.length === count && isEven) return null
      const styles = listStyles(wishes, { isEqual: false, isHalf: false, grids: grids.length })
      return toOrder(now, grids, count, styles)
    },
  })
  /** The community that is shown as soon as its land is picked. */
  let next: CommunityDivision | null = null

  /** Shows the next community of the street that was divided. */
  function lookOn(): void {
    next = wholeStreet.showNext()
    if (next === null) drawing.clear()
    else drawing.picked = [...next.grids]
  }

  function showCommunity({ result, grids }: CommunityDivision): void {
    if (result?.ok !== true) return
    wish({ count: result.proposals[0]?.figures.households.length ?? grids.length })
    status.value = { state: 'ready', proposals: result.proposals, obstacle: result.obstacle }
    drawing.obstacle = result.obstacle
    choose(0)
    showGrids(grids)
  }

  function forget(): void {
    requests++
    run?.cancel()
    run = null
    status.value = { state: 'idle' }
    drawing.proposed = null
    drawing.obstacle = null
  }

  /** `isHalf`: a proposal that keeps the band is taken at once. */
  async function compute({ isHalf = false } = {}): Promise<void> {
    const now = state.value
    forget()
    if (now === null || land.value === null || !draft.mayDraw) return
    const request = requests
    status.value = { state: 'running', share: 0 }
    try {
      // the search is loaded when it is first asked for
      const { runDivision } = await import('./run-division.ts')
      if (request !== requests) return
      const styles = listStyles(wishes, {
        isEqual: drawing.toolId === 'equal',
        isHalf,
        grids: drawing.picked.length,
      })
      run = runDivision(toOrder(now, drawing.picked, wishes.count, styles), (share) => {
        if (request === requests) status.value = { state: 'running', share }
      })
      const result = await run.result
      if (request !== requests) return
      status.value = result.ok
        ? { state: 'ready', proposals: result.proposals, obstacle: result.obstacle }
        : { state: 'failed', reason: result.reason }
      if (result.ok) {
        drawing.obstacle = result.obstacle
        choose(0)
        showGrids(drawing.picked)
        if (isHalf && result.proposals[0]?.figures.inBand === wishes.count) take()
      }
    } catch {
      if (request === requests) status.value = { state: 'failed', reason: null }
    }
  }

  /** Shows a proposal on the map, as if it had been drawn. */
  function choose(index: number): void {
    const now = state.value
    if (status.value.state !== 'ready' || now === null) return
    const proposal = status.value.proposals[index]
    if (proposal === undefined) return
    chosen.value = index
    const result = runOperation(now, proposal.operation)
    drawing.proposed = result.ok
      ? { ok: true, state: now, ...applyProposal(now, proposal.operation, result.value) }
      : { ok: false, reason: result.reason }
    drawing.rejection = result.ok ? null : { reason: result.reason, at: result.reason.at ?? null }
  }

  /** Computes proposals, or takes the one that is shown. */
  function confirm(): void {
    if (status.value.state === 'ready') take()
    else if (status.value.state !== 'running') void compute()
  }

  function take(): void {
    drawing.finish()
    if (drawing.rejection !== null || drawing.question !== null) return
    if (wholeStreet.shown === null) {
      drawing.chooseTool('select')
      return
    }
    wholeStreet.settle('taken')
    lookOn()
  }

  /** Divides the selected grid in two where the balance is, in one go; what misses the band is shown and not taken. */
  function halve(): void {
    if (!draft.mayDraw) return
    if (drawing.toolId === 'equal' && drawing.picked.length === 1) {
      wish({ count: 2 })
      void compute({ isHalf: true })
      return
    }
    halvesNext = drawing.selected !== null
    drawing.chooseTool('equal')
  }

  // another land, or a step of somebody else: what was proposed does not hold any more
  watch(
    [() => drawing.toolId, () => drawing.picked, state],
    ([tool, picked, now], [toolBefore, before, was]) => {
      const isHalf = halvesNext
      halvesNext = false
      forget()
      const community = next
      next = null
      if (community !== null) {
        showCommunity(community)
        return
      }
      // other land or another tool: the proposals wait until they are asked for again
      if (tool !== toolBefore || wholeStreet.shown !== null || picked.length > 0) wholeStreet.leave()
      if (!isActive.value) return
      // a grid that is kept is one less to make
      const isSameLand = tool === toolBefore && now === was && picked.some((id) => before.includes(id))
      const count = isSameLand ? wishes.count + picked.length - before.length : countGrids()
      wish({ count: Math.min(MOST_GRIDS, Math.max(2, count)) })
      if (drawing.toolId === 'equal') void compute({ isHalf })
    },
  )
  // at once: what is wished before the work begins does not begin it again
  watch(
    wishes,
    () => {
      if (status.value.state === 'idle') return
      forget()
      if (drawing.toolId === 'equal') void compute()
    },
    { flush: 'sync' },
  )
  // who waits for the next one sees it when it is there
  watch(
    () => wholeStreet.counts.ready,
    () => {
      if (wholeStreet.isLooking && wholeStreet.shown === null && isActive.value) lookOn()
    },
  )
  onScopeDispose(forget)

  return reactive({
    wishes,
    wish,
    chosen,
    status,
    isActive,
    land,
    band,
    halve,
    kept,
    toggleKept: drawing.togglePicked,
    compute,
    choose,
    confirm,
    take,
    forget,
    street: wholeStreet,
    lookOn,
    leaveCommunity: () => {
      wholeStreet.settle('left')
      lookOn()
    },
    nameOf: (code: string) => draft.unitNames.get(code) ?? code,
  })
}

export type DivisionState = ReturnType<typeof useDivision>
