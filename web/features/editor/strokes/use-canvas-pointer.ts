import { computed, onBeforeUnmount, onMounted, ref, shallowRef, watch } from 'vue'
import type { DraftState } from '#shared/drafts/draft-state.ts'
import type { Point } from '#shared/geometry/lattice.ts'
import type { MapEngine, PointerPosition } from '../../../map/engine.ts'
import { computeUnitsPerPixel, type Projection, toLatticePoint } from '../../../map/overlay/projection.ts'
import { useMap } from '../../../state/map.store.ts'
import { toUnsnappedPoint, type SnappedPoint, snapToTargets } from '../draft-editor/snap-to-targets.ts'
import type { SnapTargets } from '../draft-editor/snap-targets.ts'
import { isLineInput } from '../draft-editor/tools.ts'
import { traceSnappedPath } from '../draft-editor/trace-snapped-path.ts'
import type { DrawingState } from '../draft-editor/use-drawing.ts'
import { fitStroke } from './fit-stroke.ts'
import type { InputModes } from '../draft-editor/use-input-modes.ts'
import { useKeyboardCursor } from './use-keyboard-cursor.ts'
import { useStrokePointer } from './use-stroke-pointer.ts'

export interface CanvasPointerOptions {
  engine: MapEngine
  drawing: DrawingState
  modes: InputModes
  getState: () => DraftState
  getTargets: () => SnapTargets
  getProjection: () => Projection
  /** The canvas over the map. */
  getCanvas: () => HTMLElement | null
}

/** Pixels within which a pointer snaps to a vertex, border or road, and within which two taps are at one position. */
const SNAP_PX = { mouse: 9, pen: 9, touch: 20 }
const SAME_POSITION_PX = { mouse: 6, pen: 8, touch: 18 }
/** A keyboard cursor nearer to the edge of the map, in pixels, moves the map. */
const EDGE_PX = 40

/** Turns what mouse, fingers, pen and arrow keys do on the map into points of the drawing. */
export function useCanvasPointer({ engine, drawing, modes, ...scene }: CanvasPointerOptions) {
  const map = useMap()
  const pointer = shallowRef<SnappedPoint | null>(null)
  /** The stroke that is being drawn, as it is. */
  const stroke = shallowRef<readonly Point[]>([])
  const isSpacePressed = ref(false)

  function snap({ lon, lat, x, y }: PointerPosition, device: keyof typeof SNAP_PX): SnappedPoint {
    const point = toLatticePoint({ lon, lat })
    const { toolId, tool, points } = drawing
    if (toolId === 'select' || tool.input === 'cells' || toolId === 'fill') return toUnsnappedPoint(point)
    // the drawn ends come before everything else: there a line or ring is finished
    const end = [points.at(-1), toolId === 'carve' ? points[0] : undefined].find((each) => {
      if (each === undefined) return false
      const at = scene.getProjection().toPixels(each)
      return Math.hypot(at.x - x, at.y - y) < SAME_POSITION_PX[device]
    })
    if (end) return { point: end, on: 'vertex', ends: [end] }
    // a vertex that is being moved must keep away from the others
    if (!modes.isSnapping || (toolId === 'vertex' && points.length > 0)) return toUnsnappedPoint(point)
    const { north, stretch } = computeUnitsPerPixel(engine.camera())
    return snapToTargets(scene.getState().set, scene.getTargets(), point, SNAP_PX[device] * north, stretch)
  }

  /** The points between the last tap and this position along borders and roads. */
  function trace(to: SnappedPoint): readonly Point[] {
    const { last, tool } = drawing
    if (!modes.isTracing || last === null || !isLineInput(tool.input)) return []
    const { stretch } = computeUnitsPerPixel(engine.camera())
    return traceSnappedPath(scene.getState().set, scene.getTargets(), last, to, stretch)
  }

  function hover(at: PointerPosition | null): void {
    pointer.value = at === null ? null : snap(at, 'mouse')
    drawing.hover(pointer.value, pointer.value === null ? [] : trace(pointer.value))
  }
  function tap(at: PointerPosition, device: keyof typeof SNAP_PX): void {
    const to = snap(at, device)
    drawing.tap(to, trace(to))
    // there is no pointer between two touches
    if (device === 'touch') {
      pointer.value = null
      drawing.hover(null)
    }
  }

  const locate = (x: number, y: number): PointerPosition => ({
    ...scene.getProjection().toDegrees({ x, y }),
    x,
    y,
  })
  const strokes = useStrokePointer({
    engine,
    getArea: () => scene.getCanvas()?.parentElement ?? null,
    isLineTool: () => isLineInput(drawing.tool.input),
    isFreehand: () => modes.on.freehand,
    isPanning: () => isSpacePressed.value,
    locate,
    onDraw(drawn) {
      stroke.value = drawn?.map(toLatticePoint) ?? []
      pointer.value = null
      drawing.hover(null)
    },
    onStroke(drawn) {
      const { north, stretch } = computeUnitsPerPixel(engine.camera())
      const fitted = fitStroke(drawn.map(toLatticePoint), {
        set: scene.getState().set,
        guides: scene.getTargets(),
        tolerance: modes.tolerancePx * north,
        pixel: north,
        stretch,
      })
      if (fitted !== null) drawing.addStroke(fitted.points, fitted.last)
    },
    onLongPress(at, device) {
      tap(at, device)
      drawing.finish()
    },
  })

  const keyboard = useKeyboardCursor({
    isWanted: () => drawing.tool.input !== 'none',
    hasBegun: () => drawing.hasBegun,
    findStart: () => drawing.points.at(-1) ?? toLatticePoint(engine.findMiddle(map.insets)),
    shift(from, x, y) {
      const { north, stretch } = computeUnitsPerPixel(engine.camera())
      return [Math.round(from[0] + (x * north) / stretch), Math.round(from[1] - y * north)]
    },
    onMove: (to) => {
      const at = positionOf(to)
      keepInView(at)
      hover(at)
    },
    onPlace: (at) => tap(positionOf(at), 'mouse'),
    onFinish: drawing.finish,
    onZoom: (by) => map.goTo({ kind: 'zoom', by }),
  })
  function positionOf(point: Point): PointerPosition {
    const at = scene.getProjection().toPixels(point)
    return { ...scene.getProjection().toDegrees(at), ...at }
  }
  function keepInView({ x, y, lon, lat }: PointerPosition): void {
    const { clientWidth = 0, clientHeight = 0 } = scene.getCanvas() ?? {}
    const { top, right, bottom, left } = map.insets
    const isInside =
      x > left + EDGE_PX &&
      y > top + EDGE_PX &&
      x < clientWidth - right - EDGE_PX &&
      y < clientHeight - bottom - EDGE_PX
    if (!isInside) map.goTo({ kind: 'camera', camera: { ...engine.camera(), lon, lat }, jump: true })
  }

  const stops = [
    engine.on('moving', (at) => {
      if (strokes.isDrawing()) return
      keyboard.hide()
      hover(at)
    }),
    engine.on('tapped', (at) => {
      if (strokes.isAccidental(at.touch)) return
      keyboard.hide()
      tap(at, at.touch ? 'touch' : 'mouse')
    }),
  ]
  function onSpace(event: KeyboardEvent): void {
    if (event.key !== ' ' || !modes.on.freehand || keyboard.cursor.value !== null) return
    const isOnPage = event.target === document.body || event.target instanceof HTMLCanvasElement
    if (event.type === 'keydown' && !isOnPage) return
    isSpacePressed.value = event.type === 'keydown'
    if (isOnPage) event.preventDefault()
  }
  onMounted(() => {
    window.addEventListener('keydown', onSpace)
    window.addEventListener('keyup', onSpace)
  })
  onBeforeUnmount(() => {
    window.removeEventListener('keydown', onSpace)
    window.removeEventListener('keyup', onSpace)
    for (const stop of stops) stop()
  })
  watch(() => drawing.toolId, keyboard.hide)

  return {
    pointer,
    stroke,
    cursor: keyboard.cursor,
    /** Whether the map is moved by a drag though strokes are drawn. */
    isPanning: computed(() => isSpacePressed.value),
  }
}
