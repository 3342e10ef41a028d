import { onBeforeUnmount, onMounted, shallowRef } from 'vue'
import type { Point } from '#shared/geometry/lattice.ts'

export interface KeyboardCursorOptions {
  /** The tool takes positions. */
  isWanted: () => boolean
  /** Something has been drawn that can be ended. */
  hasBegun: () => boolean
  /** Where the cursor appears. */
  findStart: () => Point
  /** The point some pixels away, east and south. */
  shift: (from: Point, x: number, y: number) => Point
  onMove: (to: Point) => void
  onPlace: (at: Point) => void
  onFinish: () => void
  onZoom: (by: number) => void
}

const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
}
/** Pixels of one press: as it is, and with Shift. */
const STEP_PX = { plain: 12, shift: 2 }

/**
 * A cursor on the map that arrow keys move, for drawing without a pointer: Space places a point, Enter ends the line, plus
 * and minus zoom. null: it is not shown.
 */
export function useKeyboardCursor(options: KeyboardCursorOptions) {
  const cursor = shallowRef<Point | null>(null)

  function move(to: Point): void {
    cursor.value = to
    options.onMove(to)
  }

  function onKey(event: KeyboardEvent): void {
    if (!options.isWanted() || event.altKey || event.ctrlKey || event.metaKey || !isForMap(event)) return
    const arrow = ARROWS[event.key]
    if (arrow !== undefined) {
      const pixels = event.shiftKey ? STEP_PX.shift : STEP_PX.plain
      const from = cursor.value
      move(from === null ? options.findStart() : options.shift(from, arrow[0] * pixels, arrow[1] * pixels))
    } else if (cursor.value === null) return
    else if (event.key === ' ') options.onPlace(cursor.value)
    else if (event.key === 'Enter' && options.hasBegun()) options.onFinish()
    else if (event.key === '+' || event.key === '=') options.onZoom(1)
    else if (event.key === '-') options.onZoom(-1)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  // before the map, which arrow keys would move
  onMounted(() => window.addEventListener('keydown', onKey, { capture: true }))
  onBeforeUnmount(() => window.removeEventListener('keydown', onKey, { capture: true }))

  return {
    cursor,
    hide: () => {
      cursor.value = null
    },
  }
}

/** Whether the key was pressed on the map or beside it, not where keys have a meaning of their own. */
function isForMap({ target }: KeyboardEvent): boolean {
  if (document.querySelector('[role=dialog], [role=menu]') !== null) return false
  return (
    target === document.body ||
    (target instanceof Element && target.closest('.map-canvas, [role=toolbar], [data-tool-hint]') !== null)
  )
}
