import { computed } from 'vue'
import type { EditableDraft } from '../draft-sync/use-draft.ts'
import type { DrawingState } from './use-drawing.ts'

/** What is said beside the drawing: why it cannot become a step, or what it does besides. */
export function useDrawingTips(draft: EditableDraft, drawing: DrawingState) {
  const rejection = computed(() => {
    if (drawing.rejection) return drawing.rejection
    const { preview } = drawing
    return preview && !preview.ok ? { reason: preview.reason, at: preview.reason.at ?? null } : null
  })

  /** What the drawn operation does besides; after it became a step, what it did, until the next drawing begins. */
  const note = computed(() => {
    const { preview } = drawing
    const applied = draft.history?.done.at(-1)?.change === drawing.lastChange ? drawing.lastChange : null
    const change = drawing.hasBegun ? (preview?.ok ? preview.change : null) : applied
    return change?.geometry?.notes?.[0] ?? null
  })

  return { rejection, note }
}
