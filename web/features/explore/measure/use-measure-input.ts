import { onBeforeUnmount, onMounted } from 'vue'
import type { MapEngine } from '../../../map/engine.ts'
import type { Measurement } from './use-measurement.ts'

/** A second tap this soon and this near to the first one ends the shape. Milliseconds and CSS pixels. */
const DOUBLE_TAP = { ms: 350, pixels: { mouse: 6, touch: 24 } }

/**
 * Pointer and keyboard input of a measurement: a click adds a position, a double click or Enter ends the shape, Space
 * adds the middle of the map, Backspace removes the last position, Escape discards the shape and then calls `close`.
 */
export function useMeasureInput({
  engine,
  measurement,
  findMiddle,
  close,
}: {
  engine: MapEngine
  measurement: Measurement
  findMiddle: () => { lon: number; lat: number }
  close: () => void
}): void {
  let lastTap = { x: 0, y: 0, at: -Infinity }

  const stops = [
    engine.on('tapped', ({ lon, lat, x, y, touch }) => {
      const now = performance.now()
      const isDouble =
        now - lastTap.at < DOUBLE_TAP.ms &&
        Math.hypot(x - lastTap.x, y - lastTap.y) < DOUBLE_TAP.pixels[touch ? 'touch' : 'mouse']
      lastTap = { x, y, at: now }
      if (isDouble) measurement.finish()
      else measurement.addPoint([lon, lat])
      if (touch) measurement.pointer.value = null
    }),
    engine.on('moving', (position) => {
      measurement.pointer.value = position === null ? null : [position.lon, position.lat]
    }),
  ]

  const keys: Record<string, () => void> = {
    Escape: () => {
      if (measurement.points.value.length > 0) measurement.clear()
      else close()
    },
    Backspace: measurement.removeLastPoint,
    Enter: measurement.finish,
    ' ': () => {
      const { lon, lat } = findMiddle()
      measurement.addPoint([lon, lat])
    },
  }
  const onKey = (event: KeyboardEvent) => {
    const act = keys[event.key]
    if (act === undefined || event.ctrlKey || event.metaKey || event.altKey) return
    if (document.querySelector('[role=dialog], [role=menu]') !== null || isForControl(event)) return
    event.preventDefault()
    event.stopPropagation()
    act()
  }

  onMounted(() => {
    engine.setDrawing(true)
    // before the shortcuts of the page
    window.addEventListener('keydown', onKey, { capture: true })
  })
  onBeforeUnmount(() => {
    for (const stop of stops) stop()
    window.removeEventListener('keydown', onKey, { capture: true })
    engine.setDrawing(false)
  })
}

/** The focused control needs this key itself. Escape is never left to one. */
function isForControl({ target, key }: KeyboardEvent): boolean {
  if (key === 'Escape' || !(target instanceof HTMLElement)) return false
  return (
    target.matches('textarea, select, [contenteditable], input:not([type=radio])') ||
    (key !== 'Backspace' && target.matches('button, a'))
  )
}
