import type { Point } from '#shared/geometry/lattice.ts'
import { computeDistanceM } from '#shared/geometry/measure.ts'
import { drawLabels } from '../../../map/overlay/draw-labels.ts'
import type { DraftCanvasScene, DraftCanvasTools } from './draft-canvas-scene.ts'

/** Shorter parts on screen, in pixels, have no label. */
const SHORTEST_PX = 44

/** Writes the length of each part of the ruler's line. */
export function paintMeasures(
  context: CanvasRenderingContext2D,
  { points, pointerPath, writeLength }: DraftCanvasScene,
  { projection, colors }: DraftCanvasTools,
): void {
  const line = [...points, ...pointerPath]
  const labels = line.slice(1).flatMap((point, i) => {
    const from: Point = line[i] ?? point
    const [a, b] = [projection.toPixels(from), projection.toPixels(point)]
    if (Math.hypot(a.x - b.x, a.y - b.y) < SHORTEST_PX) return []
    const text = writeLength(computeDistanceM(from, point))
    return [{ text, x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 - 10 }]
  })
  drawLabels(context, labels, colors)
}
