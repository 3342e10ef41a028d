import { onBeforeUnmount, onMounted } from 'vue'
import type { MapEngine, PointerPosition } from '../../../map/engine.ts'

export type StrokeDevice = 'mouse' | 'touch' | 'pen'

export interface StrokePointerOptions {
  engine: MapEngine
  /** The element of the map. */
  getArea: () => HTMLElement | null
  /** A line is drawn with the tool that is chosen. */
  isLineTool: () => boolean
  /** A mouse or a finger draws; a pen always does. */
  isFreehand: () => boolean
  /** The map is to be moved, not drawn on. */
  isPanning: () => boolean
  locate: (x: number, y: number) => PointerPosition
  /** What is drawn so far; null: nothing, or no longer. */
  onDraw: (stroke: readonly PointerPosition[] | null, device: StrokeDevice) => void
  onStroke: (stroke: readonly PointerPosition[], device: StrokeDevice) => void
  /** A finger or pen rests: this is the last point. */
  onLongPress: (at: PointerPosition, device: StrokeDevice) => void
}

/** Pixels from which on a movement is a stroke, and no longer a tap. */
const STROKE_PX = 4
const LONG_PRESS_MS = 550
/** Pixels within which a resting finger rests. */
const REST_PX = 8
/** A palm comes down shortly before the pen and is lifted shortly after it. */
const PALM_MS = 700

/**
 * Strokes on the map by mouse, finger or pen. A second finger moves the map instead; once a pen has been used, fingers no
 * longer draw, and neither they nor the palm leave points while it writes.
 */
export function useStrokePointer(options: StrokePointerOptions) {
  const { engine } = options
  let active: {
    id: number
    device: StrokeDevice
    /** It has not moved so far that it is no longer a press. */
    rests: boolean
    begun: boolean
    stroke: PointerPosition[]
  } | null = null
  let press: ReturnType<typeof setTimeout> | undefined
  let hasPen = false
  let penAt = -Infinity
  let pressedAt = -Infinity

  function stop(): void {
    clearTimeout(press)
    if (active !== null) options.onDraw(null, active.device)
    active = null
    engine.setGestures({ drag: true, pinch: true })
  }

  function position(event: PointerEvent): PointerPosition | null {
    const frame = options.getArea()?.getBoundingClientRect()
    return frame === undefined ? null : options.locate(event.clientX - frame.left, event.clientY - frame.top)
  }

  function onDown(event: PointerEvent): void {
    const device = toDevice(event)
    if (device === 'pen') {
      hasPen = true
      penAt = performance.now()
    }
    if (!isOnMap(event) || !options.isLineTool() || options.isPanning() || event.button !== 0) return
    if (active !== null) {
      // a palm beside the pen is nothing; a second finger moves the map
      if (active.device !== 'pen') stop()
      return
    }
    const at = position(event)
    if (at === null || (device === 'touch' && hasPen)) return
    const draws = device === 'pen' || options.isFreehand()
    const pressed = { id: event.pointerId, device, rests: true, begun: false, stroke: [at] }
    active = pressed
    if (draws) engine.setGestures({ drag: false, pinch: device !== 'pen' })
    if (device === 'mouse') return
    const endPress = () => {
      if (active !== pressed || !pressed.rests) return
      pressedAt = performance.now()
      stop()
      options.onLongPress(at, device)
    }
    // on a busy page the finger may have moved already: what it did comes before the next frame
    press = setTimeout(() => requestAnimationFrame(endPress), LONG_PRESS_MS)
  }

  function onMove(event: PointerEvent): void {
    if (event.pointerType === 'pen') penAt = performance.now()
    if (active?.id !== event.pointerId) return
    const draws = active.device === 'pen' || options.isFreehand()
    // a browser reports several positions at once where the hand is quick
    const events = event.getCoalescedEvents?.() ?? []
    for (const each of events.length > 0 ? events : [event]) {
      const at = position(each)
      const first = active.stroke[0]
      if (at === null || first === undefined) continue
      const moved = Math.hypot(at.x - first.x, at.y - first.y)
      if (moved > (draws ? STROKE_PX : REST_PX)) active.rests = false
      if (!draws) continue
      if (moved > STROKE_PX) active.begun = true
      if (active.begun) active.stroke.push(at)
    }
    if (active.begun) options.onDraw(active.stroke, active.device)
  }

  function onUp(event: PointerEvent): void {
    if (event.pointerType === 'pen') penAt = performance.now()
    if (active?.id !== event.pointerId) return
    const { begun, stroke, device } = active
    stop()
    if (begun && event.type === 'pointerup') options.onStroke(stroke, device)
  }

  const isOnMap = ({ target }: PointerEvent) =>
    target instanceof Element && target.closest('.map-canvas') !== null
  let area: HTMLElement | null = null
  onMounted(() => {
    area = options.getArea()
    area?.addEventListener('pointerdown', onDown, { capture: true })
    window.addEventListener('pointermove', onMove)
    window.addEventListener('pointerup', onUp)
    window.addEventListener('pointercancel', onUp)
  })
  onBeforeUnmount(() => {
    stop()
    area?.removeEventListener('pointerdown', onDown, { capture: true })
    window.removeEventListener('pointermove', onMove)
    window.removeEventListener('pointerup', onUp)
    window.removeEventListener('pointercancel', onUp)
  })

  return {
    /** Whether a tap is not meant: of a palm beside the pen, or at the end of a long press. */
    isAccidental: (isTouch: boolean): boolean => {
      const now = performance.now()
      return now - pressedAt < PALM_MS || (isTouch && now - penAt < PALM_MS)
    },
    isDrawing: () => active?.begun === true,
  }
}

function toDevice({ pointerType }: PointerEvent): StrokeDevice {
  return pointerType === 'touch' || pointerType === 'pen' ? pointerType : 'mouse'
}
