import { computed, onScopeDispose, reactive, ref, shallowRef, watch } from 'vue'
import type { CitySettings } from '#shared/contract/city/city-settings.ts'
import type { SnapTargetData } from '#shared/contract/drafts/draft-base.ts'
import { findRuleProfile } from '#shared/city/find-rule-profile.ts'
import type { DivisionReason } from '#shared/division/division-input.ts'
import type { Obstacle } from '#shared/division/find-obstacle.ts'
import type { Proposal, ProposalStyle } from '#shared/division/propose-division.ts'
import { isRuralCell } from '#shared/drafts/find-draft-issues.ts'
import { applyProposal } from '#shared/drafts/assignment/apply-proposal.ts'
import { runOperation } from '#shared/drafts/run-operation.ts'
import type { CellId } from '#shared/geometry/cell-set.ts'
import type { EditableDraft } from '../draft-sync/use-draft.ts'
import { isDivisionTool, newNumber } from '../draft-editor/tools.ts'
import type { DrawingState } from '../draft-editor/use-drawing.ts'
import type { DivisionRun } from './run-division.ts'

/** Households of a grid where the city has no rule for them. */
const USUAL_HOUSEHOLDS = 400
const MOST_GRIDS = 60

/** `ready`: with a proof where no division keeps the band. `failed`: with a reason, or null where the program failed. */
export type DivisionStatus =
  | { state: 'idle' }
  | { state: 'running'; share: number }
  | { state: 'ready'; proposals: readonly Proposal[]; obstacle: Obstacle | null }
  | { state: 'failed'; reason: DivisionReason | null }

/** What is proposed: of one grid there is nothing to keep, so the roundest shapes stand in for the least change. */
function listStyles(isEqual: boolean, grids: number): ProposalStyle[] {
  if (isEqual) return ['balanced', 'lines']
  return ['lines', 'balanced', grids > 1 ? 'today' : 'compact']
}

/** Proposals for the picked land: what is wished, the work on them, and the one that is looked at. */
export function useDivision(
  draft: EditableDraft,
  drawing: DrawingState,
  street: { lines: SnapTargetData | null; settings: CitySettings },
  showGrids: (ids: readonly CellId[]) => void,
) {
  const count = ref(2)
  /** Percent. */
  const tolerance = ref(10)
  const keepsCompounds = ref(false)
  const chosen = ref(0)
  const status = shallowRef<DivisionStatus>({ state: 'idle' })
  let run: DivisionRun | null = null
  /** Grows with every request, so that answers of cancelled ones are dropped. */
  let requests = 0

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
  const band = computed(() => {
    if (land.value === null) return null
    const mean = land.value.households / count.value
    return {
      mean: Math.round(mean),
      least: Math.ceil(mean * (1 - tolerance.value / 100)),
      most: Math.floor(mean * (1 + tolerance.value / 100)),
    }
  })

  /** As many grids as the rule of the city asks for; as many as there are, where those are within it. */
  function countUsualGrids(): number {
    const [first] = drawing.picked
    if (land.value === null || first === undefined || state.value === null) return 2
    if (drawing.toolId === 'equal') return 2
    const { minHouseholds: least, maxHouseholds: most } = findRuleProfile(
      street.settings,
      'comprehensive',
      isRuralCell(state.value, first),
    )
    const mean = land.value.households / land.value.grids
    if (land.value.grids > 1 && (least === null || mean >= least) && (most === null || mean <= most))
      return land.value.grids
    const wanted = least !== null && most !== null ? (least + most) / 2 : USUAL_HOUSEHOLDS
    return Math.min(MOST_GRIDS, Math.max(2, Math.round(land.value.households / wanted)))
  }

  function forget(): void {
    requests++
    run?.cancel()
    run = null
    status.value = { state: 'idle' }
    drawing.proposed = null
    drawing.obstacle = null
  }

  async function compute(): Promise<void> {
    const now = state.value
    forget()
    if (now === null || land.value === null || !draft.mayDraw) return
    const request = requests
    status.value = { state: 'running', share: 0 }
    try {
      // the search is loaded when it is first asked for
      const { runDivision } = await import('./run-division.ts')
      if (request !== requests) return
      run = runDivision(
        {
          state: now,
          grids: [...drawing.picked],
          lines: street.lines,
          wish: {
            count: count.value,
            tolerance: tolerance.value / 100,
            keepsCompounds: keepsCompounds.value,
            seed: 1,
          },
          styles: listStyles(drawing.toolId === 'equal', drawing.picked.length),
          newIds: Array.from({ length: count.value }, () => newNumber(now)),
        },
        (share) => {
          if (request === requests) status.value = { state: 'running', share }
        },
      )
      const result = await run.result
      if (request !== requests) return
      status.value = result.ok
        ? { state: 'ready', proposals: result.proposals, obstacle: result.obstacle }
        : { state: 'failed', reason: result.reason }
      if (result.ok) {
        drawing.obstacle = result.obstacle
        choose(0)
        showGrids(drawing.picked)
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
    if (drawing.rejection === null) drawing.chooseTool('select')
  }

  // another land, or a step of somebody else: what was proposed does not hold any more
  watch([() => drawing.toolId, () => drawing.picked, state], () => {
    forget()
    if (!isActive.value) return
    count.value = countUsualGrids()
    if (drawing.toolId === 'equal') void compute()
  })
  watch([count, tolerance, keepsCompounds], () => {
    if (status.value.state !== 'idle') forget()
    if (drawing.toolId === 'equal') void compute()
  })
  onScopeDispose(forget)

  return reactive({
    count,
    tolerance,
    keepsCompounds,
    chosen,
    status,
    isActive,
    land,
    band,
    setCount: (value: number) => {
      if (value >= 2 && value <= MOST_GRIDS) count.value = value
    },
    setTolerance: (percent: number) => {
      tolerance.value = percent
    },
    setKeepsCompounds: (keeps: boolean) => {
      keepsCompounds.value = keeps
    },
    compute,
    choose,
    confirm,
    take,
    forget,
  })
}

export type DivisionState = ReturnType<typeof useDivision>
