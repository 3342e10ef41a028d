import { computed, reactive, ref, shallowRef, watch } from 'vue'
import type { Assignment } from '#shared/contract/drafts/draft-operations.ts'
import { isAssignable } from '#shared/drafts/assignment/apply-proposal.ts'
import { assignChange } from '#shared/drafts/assignment/assign-change.ts'
import type { Obstacle } from '#shared/division/find-obstacle.ts'
import type { CellId, GridChange } from '#shared/geometry/cell-set.ts'
import type { Point } from '#shared/geometry/lattice.ts'
import { canStartOperation } from '#shared/drafts/can-start-operation.ts'
import type { DraftChange } from '#shared/drafts/draft-state.ts'
import type { Reason } from '#shared/geometry/result.ts'
import type { EditableDraft } from '../draft-sync/use-draft.ts'
import { type DesertedGrid, findDesertedGrids } from './find-deserted-grids.ts'
import { findCellAtPoint } from './find-cell-at-point.ts'
import { createPreviewCache, isSamePosition, joinPoints, type OperationPreview } from './operation-preview.ts'
import { toUnsnappedPoint, type SnappedPoint } from './snap-to-targets.ts'
import { pickLand, type PickUnit } from './pick-land.ts'
import { type ToolId, getTool, isDivisionTool, isLineInput } from './tools.ts'

/** The chosen tool, what was drawn with it so far, and what it would change. */
export function useDrawing(draft: EditableDraft) {
  const toolId = ref<ToolId>('select')
  const points = shallowRef<readonly Point[]>([])
  /** How many of the points each tap added: a traced one adds all points on its way. */
  const strokes = shallowRef<readonly number[]>([])
  /** The point that was tapped last, and what it was snapped to. */
  const last = shallowRef<SnappedPoint | null>(null)
  /** The points on the way to the pointer, and the pointer. */
  const pointerPath = shallowRef<readonly Point[]>([])
  const picked = shallowRef<readonly CellId[]>([])
  const selected = ref<CellId | null>(null)
  /** Why the last attempt failed; shown at its position until the drawing goes on. */
  const rejection = shallowRef<{ reason: Reason; at: Point | null } | null>(null)

  /** Grids that the drawing would leave with one household or none: its author is asked before it becomes a step. */
  const question = shallowRef<{ of: GridChange | null; grids: readonly DesertedGrid[] } | null>(null)

  /** The change of the drawing that became a step last, until the next one begins. */
  const lastChange = shallowRef<DraftChange | null>(null)

  /** The proposal that is looked at, with the tools that propose. */
  const proposed = shallowRef<OperationPreview | null>(null)
  /** Why no proposal keeps the band, where that is proven. */
  const obstacle = shallowRef<Obstacle | null>(null)
  /** What one tap picks for a division. */
  const pickUnit = ref<PickUnit>('community')

  /** What the author changed of the proposal where premises, workers and branches go, and the drawing it is about. */
  const choice = shallowRef<{ of: OperationPreview; assign: Assignment } | null>(null)

  const tool = computed(() => getTool(toolId.value))
  const state = computed(() => draft.history?.state ?? null)
  const cache = createPreviewCache()
  const drawn = (line: readonly Point[]) => ({
    points: line,
    selected: selected.value,
    picked: picked.value,
  })

  /** What a step would change if the drawing ended at the pointer, with the proposed assignment. */
  const proposal = computed((): OperationPreview | null => {
    if (state.value === null) return null
    if (isDivisionTool(toolId.value)) return proposed.value?.ok === true ? proposed.value : null
    const line =
      tool.value.input === 'cells'
        ? points.value
        : joinPoints(points.value, pointerPath.value, toolId.value === 'carve')
    return cache.preview(tool.value, drawn(line), state.value)
  })
  const preview = computed(() => withChoice(proposal.value))

  function withChoice(of: OperationPreview | null): OperationPreview | null {
    if (of?.ok !== true || choice.value?.of !== of || !isAssignable(of.operation)) return of
    const { assign } = choice.value
    const changed = assignChange(of.state, of.change, assign)
    return changed.ok
      ? { ...of, operation: { ...of.operation, assign }, change: changed.value }
      : { ok: false, reason: changed.reason }
  }

  function chooseAssignment(assign: Assignment): void {
    if (proposal.value !== null) choice.value = { of: proposal.value, assign }
  }

  /** Why the drawing cannot become a step yet; null: it can. */
  const finishReason = computed((): Reason | null => {
    if (state.value === null) return null
    if (isDivisionTool(toolId.value)) return proposed.value === null ? { code: 'nothing_selected' } : null
    if (tool.value.input === 'cells') return canStartOperation(state.value, 'merge', picked.value)
    if (tool.value.input === 'measure') return null
    if (points.value.length < tool.value.minCount) return { code: 'too_few_points' }
    return preview.value === null || preview.value.ok ? null : preview.value.reason
  })
  /** The ruler's line is ended: the next point begins another one. */
  const isEnded = ref(false)
  const hasBegun = computed(() => points.value.length > 0 || picked.value.length > 0)

  function clear(): void {
    isEnded.value = false
    points.value = []
    strokes.value = []
    last.value = null
    picked.value = []
    proposed.value = null
    obstacle.value = null
    rejection.value = null
    question.value = null
    lastChange.value = null
  }

  function add(position: SnappedPoint, trail: readonly Point[]): void {
    points.value = [...points.value, ...trail, position.point]
    strokes.value = [...strokes.value, trail.length + 1]
    last.value = position
    if (state.value !== null) cache.commit(tool.value, drawn(points.value), state.value)
  }

  /** Adds the points of a stroke, or points that were entered: one step back takes all of them. */
  function addStroke(line: readonly Point[], end: SnappedPoint): void {
    rejection.value = null
    question.value = null
    if (state.value === null || !isLineInput(tool.value.input)) return
    if (isEnded.value) clear()
    const added = isSamePosition(points.value.at(-1), line[0]) ? line.slice(1) : line
    // a ring does not repeat its first point
    const closes = toolId.value === 'carve' && isSamePosition(points.value[0] ?? line[0], added.at(-1))
    const kept = closes ? added.slice(0, -1) : added
    if (kept.length === 0) return
    points.value = [...points.value, ...kept]
    strokes.value = [...strokes.value, kept.length]
    pointerPath.value = []
    last.value = end
    cache.commit(tool.value, drawn(points.value), state.value)
  }

  function chooseTool(id: ToolId): void {
    clear()
    toolId.value = id
    // land that is selected is the land that is meant
    if (isDivisionTool(id) && selected.value !== null) togglePicked(selected.value)
  }

  /** `trail`: the points between the last position and this one, where a line is traced. */
  function tap(position: SnappedPoint, trail: readonly Point[] = []): void {
    rejection.value = null
    question.value = null
    if (state.value === null) return
    switch (tool.value.input) {
      case 'none':
        selected.value = findCellAtPoint(state.value, position.point)
        return
      case 'cells':
        togglePicked(findCellAtPoint(state.value, position.point))
        return
      case 'pair':
        add(position, [])
        if (points.value.length === 2) finish()
        return
      case 'line':
        extendLine(position, trail)
        return
      case 'measure':
        if (isEnded.value) clear()
        extendLine(position, trail)
    }
  }

  function togglePicked(id: CellId | null): void {
    if (id === null || state.value === null) return
    if (isDivisionTool(toolId.value)) {
      const unit = toolId.value === 'equal' ? 'one' : pickUnit.value
      picked.value = pickLand(state.value, picked.value, id, unit)
      return
    }
    picked.value = picked.value.includes(id)
      ? picked.value.filter((each) => each !== id)
      : [...picked.value, id]
  }

  /** A second tap at the same position ends the line; for a ring, a tap at its first point does. */
  function extendLine(position: SnappedPoint, trail: readonly Point[]): void {
    const { point } = position
    const closesRing =
      toolId.value === 'carve' && points.value.length > 2 && isSamePosition(points.value[0], point)
    if (isSamePosition(points.value.at(-1), point)) {
      finish()
    } else if (closesRing) {
      points.value = [...points.value, ...trail]
      finish()
    } else {
      add(position, trail)
    }
  }

  /**
   * Makes a step of the drawing; where a grid is left without households, only at the second time. Where that is not
   * possible, the reason is shown and the drawing stays.
   */
  function finish(): void {
    if (tool.value.input === 'measure') {
      isEnded.value = points.value.length > 1
      pointerPath.value = []
      return
    }
    if (state.value === null) return
    const result = withChoice(
      isDivisionTool(toolId.value)
        ? proposed.value
        : cache.preview(tool.value, drawn(points.value), state.value),
    )
    if (result === null) return
    if (result.ok && question.value?.of !== result.change.geometry) {
      const grids = findDesertedGrids(result.state, result.change)
      question.value = grids.length === 0 ? null : { of: result.change.geometry, grids }
      if (question.value !== null) return
    }
    const reason = result.ok ? draft.run(result.operation, result) : result.reason
    if (reason === null) {
      clear()
      lastChange.value = result.ok ? result.change : null
      return
    }
    rejection.value = { reason, at: reason.at ?? points.value.at(-1) ?? null }
    if (tool.value.input === 'pair') [points.value, strokes.value, last.value] = [[], [], null]
  }

  /** null: there is no pointer on the map. */
  function hover(position: SnappedPoint | null, trail: readonly Point[] = []): void {
    pointerPath.value = position === null || isEnded.value ? [] : [...trail, position.point]
  }

  function stepBack(): void {
    rejection.value = null
    question.value = null
    if (tool.value.input === 'cells') {
      picked.value = picked.value.slice(0, -1)
      return
    }
    points.value = points.value.slice(0, points.value.length - (strokes.value.at(-1) ?? 0))
    strokes.value = strokes.value.slice(0, -1)
    const end = points.value.at(-1)
    last.value = end === undefined ? null : toUnsnappedPoint(end)
  }

  watch(state, (now) => {
    if (now && selected.value !== null && !now.set.cells.has(selected.value)) selected.value = null
    picked.value = picked.value.filter((id) => now?.set.cells.has(id))
  })

  return reactive({
    toolId,
    tool,
    points,
    pointerPath,
    last,
    picked,
    pickUnit,
    setPickUnit: (unit: PickUnit) => {
      pickUnit.value = unit
    },
    proposed,
    obstacle,
    selected,
    rejection,
    question,
    dropQuestion: () => {
      question.value = null
    },
    lastChange,
    preview,
    finishReason,
    hasBegun,
    addStroke,
    chooseTool,
    togglePicked,
    chooseAssignment,
    hover,
    tap,
    finish,
    stepBack,
    clear,
  })
}

export type DrawingState = ReturnType<typeof useDrawing>
