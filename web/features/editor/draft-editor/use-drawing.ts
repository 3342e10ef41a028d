import { computed, ref, shallowRef, watch } from 'vue'
import type { DraftOperation } from '#shared/contract/drafts/draft-operations.ts'
import type { DraftChange } from '#shared/drafts/draft-state.ts'
import { runOperation } from '#shared/drafts/run-operation.ts'
import type { CellId } from '#shared/geometry/cell-set.ts'
import type { Point } from '#shared/geometry/lattice.ts'
import type { Reason } from '#shared/geometry/result.ts'
import { findCellAtPoint } from './find-cell-at-point.ts'
import { toUnsnappedPoint, type SnappedPoint } from './snap-to-targets.ts'
import { type ToolInput, type ToolId, getTool } from './tools.ts'
import type { EditableDraft } from './use-draft.ts'

export type OperationPreview =
  { ok: true; operation: DraftOperation; change: DraftChange } | { ok: false; reason: Reason }

/** What the hand is doing: the tool, what was drawn with it so far, and what would come of it. */
export function useDrawing(desk: EditableDraft) {
  const toolId = ref<ToolId>('select')
  const points = shallowRef<readonly Point[]>([])
  /** How many of the points each tap brought: a traced one brings all that lie on its way. */
  const strokes = shallowRef<readonly number[]>([])
  /** Where the hand was last, and on what. */
  const last = shallowRef<SnappedPoint | null>(null)
  /** Where the pointer is, behind the points on the way there. */
  const ahead = shallowRef<readonly Point[]>([])
  const picked = shallowRef<readonly CellId[]>([])
  const selected = ref<CellId | null>(null)
  /** Why the last attempt was refused; said at its place until the hand goes on. */
  const refused = shallowRef<{ reason: Reason; at: Point | null } | null>(null)

  const tool = computed(() => getTool(toolId.value))
  const state = computed(() => desk.replay.value?.state ?? null)

  function attempt(drawn: ToolInput): OperationPreview | null {
    if (state.value === null || tool.value.takes === 'none') return null
    const enough = tool.value.takes === 'cells' ? drawn.picked.length : drawn.points.length
    if (enough < tool.value.least) return null
    let first: Reason | null = null
    for (const operation of tool.value.operations(drawn, state.value)) {
      const result = runOperation(state.value, operation)
      if (result.ok) return { ok: true, operation, change: result.value }
      first ??= result.reason
    }
    return { ok: false, reason: first ?? { code: 'line_misses' } }
  }

  /** What there would be if the hand ended here. */
  const preview = computed(() => {
    const withPointer = tool.value.takes === 'cells' ? points.value : [...points.value, ...ahead.value]
    return attempt({ points: withPointer, selected: selected.value, picked: picked.value })
  })
  const begun = computed(() => points.value.length > 0 || picked.value.length > 0)

  function clear(): void {
    points.value = []
    strokes.value = []
    last.value = null
    picked.value = []
    refused.value = null
  }

  function add(place: SnappedPoint, trail: readonly Point[]): void {
    points.value = [...points.value, ...trail, place.point]
    strokes.value = [...strokes.value, trail.length + 1]
    last.value = place
  }

  function choose(id: ToolId): void {
    clear()
    toolId.value = id
  }

  /** `trail`: what lies between the last place and this one, where a line is traced. */
  function tap(place: SnappedPoint, trail: readonly Point[] = []): void {
    const { point } = place
    refused.value = null
    if (state.value === null) return
    switch (tool.value.takes) {
      case 'none':
        selected.value = findCellAtPoint(state.value, point)
        return
      case 'cells': {
        const id = findCellAtPoint(state.value, point)
        if (id !== null)
          picked.value = picked.value.includes(id)
            ? picked.value.filter((each) => each !== id)
            : [...picked.value, id]
        return
      }
      case 'pair':
        add(place, [])
        if (points.value.length === 2) finish()
        return
      case 'line': {
        const before = points.value.at(-1)
        // a second tap at the same place, or for a ring at its beginning, ends it
        if (before !== undefined && same(before, point)) {
          finish()
        } else if (toolId.value === 'carve' && points.value.length > 2 && same(points.value[0]!, point)) {
          points.value = [...points.value, ...trail]
          finish()
        } else {
          add(place, trail)
        }
      }
    }
  }

  /** Does what was drawn; what cannot be done is said, and stays to be mended. */
  function finish(): void {
    const result = attempt({ points: points.value, selected: selected.value, picked: picked.value })
    if (result === null) return
    const reason = result.ok ? desk.run(result.operation) : result.reason
    if (reason === null) {
      clear()
      return
    }
    refused.value = { reason, at: reason.at ?? points.value.at(-1) ?? null }
    if (tool.value.takes === 'pair') [points.value, strokes.value, last.value] = [[], [], null]
  }

  /** The pointer is here; null: there is none, or it has left. */
  function hover(place: SnappedPoint | null, trail: readonly Point[] = []): void {
    ahead.value = place === null ? [] : [...trail, place.point]
  }

  function stepBack(): void {
    refused.value = null
    if (tool.value.takes === 'cells') picked.value = picked.value.slice(0, -1)
    else {
      points.value = points.value.slice(0, points.value.length - (strokes.value.at(-1) ?? 0))
      strokes.value = strokes.value.slice(0, -1)
      const end = points.value.at(-1)
      last.value = end === undefined ? null : toUnsnappedPoint(end)
    }
  }

  watch(state, (now) => {
    if (now && selected.value !== null && !now.set.cells.has(selected.value)) selected.value = null
    picked.value = picked.value.filter((id) => now?.set.cells.has(id))
  })

  return {
    toolId,
    tool,
    points,
    ahead,
    last,
    picked,
    selected,
    refused,
    preview,
    begun,
    choose,
    hover,
    tap,
    finish,
    stepBack,
    clear,
  }
}

export type DrawingState = ReturnType<typeof useDrawing>

const same = (a: Point, b: Point) => a[0] === b[0] && a[1] === b[1]
