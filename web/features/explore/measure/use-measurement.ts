import { computed, ref, shallowRef, watch } from 'vue'
import { buildMeasuredShape, findPositionEast, type MeasureKind, type Position } from './measured-shape.ts'

/** Positions of the same shape nearer than this, in degrees (1 cm), count as one: a double click adds two. */
const SAME_POSITION = 1e-7

/** The shape that is being measured: its positions, the pointer that previews the next one, and the result. */
export function useMeasurement() {
  const kind = ref<MeasureKind>('line')
  const points = shallowRef<readonly Position[]>([])
  /** Where the next position would be; null without a pointer over the map. */
  const pointer = shallowRef<Position | null>(null)
  const isFinished = ref(false)

  /** The positions that were added, without the pointer. */
  const shape = computed(() => buildMeasuredShape(kind.value, points.value))
  /** The shape with the pointer as its next position. */
  const preview = computed(() =>
    isFinished.value || pointer.value === null || points.value.length === 0
      ? shape.value
      : (buildMeasuredShape(kind.value, [...points.value, pointer.value]) ?? shape.value),
  )

  function clear(): void {
    points.value = []
    isFinished.value = false
  }
  watch(kind, clear)

  function finish(): void {
    if (shape.value !== null) isFinished.value = true
  }

  /** A position after the end of a shape starts the next one. */
  function addPoint(position: Position): void {
    if (isFinished.value) clear()
    const last = points.value.at(-1)
    if (last !== undefined && isSamePosition(last, position)) {
      finish()
      return
    }
    points.value = [...points.value, position]
    if (kind.value === 'circle' && points.value.length === 2) finish()
  }

  function removeLastPoint(): void {
    isFinished.value = false
    points.value = points.value.slice(0, -1)
  }

  function setRadius(metres: number): void {
    const [centre] = points.value
    if (centre === undefined || !(metres > 0)) return
    points.value = [centre, findPositionEast(centre, metres)]
    finish()
  }

  return {
    kind,
    points,
    pointer,
    isFinished,
    shape,
    preview,
    addPoint,
    removeLastPoint,
    setRadius,
    clear,
    finish,
  }
}

export type Measurement = ReturnType<typeof useMeasurement>

const isSamePosition = (a: Position, b: Position) =>
  Math.abs(a[0] - b[0]) <= SAME_POSITION && Math.abs(a[1] - b[1]) <= SAME_POSITION
