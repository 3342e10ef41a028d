import { computed, reactive, ref } from 'vue'
import { readStoredChoice, writeStoredChoice } from '../../../lib/local-storage.ts'

export const inputModes = ['snapping', 'tracing', 'freehand', 'numeric'] as const
export type InputMode = (typeof inputModes)[number]

/** How near a stroke must run to a line to be drawn onto it. */
export const strokeTolerances = ['fine', 'medium', 'coarse'] as const
export type StrokeTolerance = (typeof strokeTolerances)[number]
/** The same in pixels. */
const TOLERANCE_PX: Record<StrokeTolerance, number> = { fine: 5, medium: 10, coarse: 20 }

/** How points come to the drawing: onto borders and roads, along them, by strokes, by numbers. */
export function useInputModes() {
  const on = reactive<Record<InputMode, boolean>>({
    snapping: true,
    tracing: false,
    freehand: readStoredChoice('editor-freehand', ['on', 'off']) === 'on',
    numeric: false,
  })
  /** Snapping and tracing are off while Alt is pressed. */
  const isPaused = ref(false)
  const tolerance = ref<StrokeTolerance>(readStoredChoice('editor-tolerance', strokeTolerances) ?? 'medium')
  return reactive({
    on,
    isSnapping: computed(() => on.snapping && !isPaused.value),
    isTracing: computed(() => on.tracing && on.snapping && !isPaused.value),
    tolerance,
    /** 0: strokes stay as they are drawn. */
    tolerancePx: computed(() => (on.snapping && !isPaused.value ? TOLERANCE_PX[tolerance.value] : 0)),
    toggle(mode: InputMode): void {
      on[mode] = !on[mode]
      if (mode === 'freehand') writeStoredChoice('editor-freehand', on.freehand ? 'on' : 'off')
    },
    pause: (isPressed: boolean): void => {
      isPaused.value = isPressed
    },
    setTolerance(next: StrokeTolerance): void {
      tolerance.value = next
      writeStoredChoice('editor-tolerance', next)
    },
  })
}

export type InputModes = ReturnType<typeof useInputModes>
