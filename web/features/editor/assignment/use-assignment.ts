import { computed, reactive, shallowRef } from 'vue'
import type { Assignment } from '#shared/contract/drafts/draft-operations.ts'
import { isAssignable } from '#shared/drafts/assignment/apply-proposal.ts'
import { assignChange } from '#shared/drafts/assignment/assign-change.ts'
import { applyDraftChange, type DraftChange, type DraftState } from '#shared/drafts/draft-state.ts'
import type { Reason } from '#shared/geometry/result.ts'
import type { EditableDraft } from '../draft-sync/use-draft.ts'
import type { DrawingState } from '../draft-editor/use-drawing.ts'

/** Where premises, workers and branches of a change go. */
export interface ShownAssignment {
  before: DraftState
  change: DraftChange
  assign: Assignment
  /** drawing: of what is drawn. done: of the last step. */
  of: 'drawing' | 'done'
}

/** The assignment of what is drawn, or else of the last step, which is done again where its author changes it. */
export function useAssignment(draft: EditableDraft, drawing: DrawingState) {
  /** Why the last choice cannot be. */
  const reason = shallowRef<Reason | null>(null)

  const shown = computed((): ShownAssignment | null => {
    const { preview } = drawing
    if (preview !== null) {
      const assign = preview.ok && isAssignable(preview.operation) ? preview.operation.assign : undefined
      return preview.ok && assign
        ? { before: preview.state, change: preview.change, assign, of: 'drawing' }
        : null
    }
    const last = draft.history?.done.at(-1)
    if (!last || !draft.history || drawing.hasBegun) return null
    const assign = 'assign' in last.operation ? last.operation.assign : undefined
    return assign
      ? {
          before: applyDraftChange(draft.history.state, last.reverse),
          change: last.change,
          assign,
          of: 'done',
        }
      : null
  })

  function choose(assign: Assignment): void {
    const now = shown.value
    if (now === null) return
    const result = assignChange(now.before, now.change, assign)
    reason.value = result.ok ? null : result.reason
    if (!result.ok) return
    if (now.of === 'drawing') drawing.chooseAssignment(assign)
    else reason.value = draft.redoLast(assign)
  }

  return reactive({ shown, reason, choose })
}

export type AssignmentState = ReturnType<typeof useAssignment>
