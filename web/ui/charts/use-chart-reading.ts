import { bisectCenter } from 'd3-array'
import { ref, watch } from 'vue'

/**
 * The point of a chart that is read: the nearest to the pointer or tap, or moved with the arrow keys.
 * @param centres horizontal centres of the points in pixels, ascending
 * @param initial index of the point at which the keyboard starts
 */
export function useChartReading(centres: () => readonly number[], initial: () => number) {
  const index = ref<number | null>(null)
  watch(
    () => centres().length,
    () => clear(),
  )

  function clear(): void {
    index.value = null
  }

  function onPointer(event: PointerEvent): void {
    if (!(event.currentTarget instanceof Element) || centres().length === 0) return
    index.value = bisectCenter(centres(), event.clientX - event.currentTarget.getBoundingClientRect().left)
  }

  /** A mouse that leaves ends the reading; the reading of a tap stays. */
  function onPointerLeave(event: PointerEvent): void {
    if (event.pointerType === 'mouse') clear()
  }

  function onKey(event: KeyboardEvent): void {
    const last = centres().length - 1
    const now = index.value
    const targets: Record<string, number | null> = {
      ArrowLeft: now === null ? initial() : Math.max(0, now - 1),
      ArrowRight: now === null ? initial() : Math.min(last, now + 1),
      Home: 0,
      End: last,
      Escape: null,
    }
    const target = targets[event.key]
    if (target === undefined || last < 0 || (event.key === 'Escape' && now === null)) return
    event.preventDefault()
    event.stopPropagation()
    index.value = target
  }

  return { index, clear, onPointer, onPointerLeave, onKey }
}
