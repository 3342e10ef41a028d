import { getTool } from '../draft-editor/tools.ts'
import { drawDot } from './draw-marks.ts'
import { paintMeasures } from './paint-measures.ts'
import type { DraftCanvasScene, DraftCanvasTools } from './draft-canvas-scene.ts'

/** Draws the line of a tool as far as it is drawn, and what the pointer is snapped to. */
export function paintDrawing(
  context: CanvasRenderingContext2D,
  scene: DraftCanvasScene,
  tools: DraftCanvasTools,
): void {
  if (scene.tool === 'select' || getTool(scene.tool).input === 'cells') return
  drawLine(context, scene, tools)
  if (scene.tool === 'measure') paintMeasures(context, scene, tools)
  paintStroke(context, scene, tools)
  drawPointer(context, scene, tools)
}

/** The stroke as it is drawn, in a band as wide as the tolerance: lines that the band holds on to are followed. */
function paintStroke(
  context: CanvasRenderingContext2D,
  { stroke, tolerancePx }: DraftCanvasScene,
  { projection, colors }: DraftCanvasTools,
): void {
  if (stroke.length < 2) return
  const path = new Path2D()
  for (const point of stroke) {
    const { x, y } = projection.toPixels(point)
    path.lineTo(x, y)
  }
  context.lineCap = context.lineJoin = 'round'
  if (tolerancePx > 0) {
    context.strokeStyle = colors.hovered
    context.lineWidth = 2 * tolerancePx
    context.stroke(path)
  }
  context.strokeStyle = colors.drawn
  context.lineWidth = 2.4
  context.stroke(path)
  context.lineCap = 'butt'
}

/** A cross at the keyboard's cursor. */
export function paintCursor(
  context: CanvasRenderingContext2D,
  { cursor }: DraftCanvasScene,
  { projection, colors }: DraftCanvasTools,
): void {
  if (cursor === null) return
  const { x, y } = projection.toPixels(cursor)
  const path = new Path2D()
  for (const [dx, dy] of [
    [1, 0],
    [-1, 0],
    [0, 1],
    [0, -1],
  ] as const) {
    path.moveTo(x + 4 * dx, y + 4 * dy)
    path.lineTo(x + 16 * dx, y + 16 * dy)
  }
  for (const [color, width] of [
    [colors.halo, 5],
    [colors.drawn, 2],
  ] as const) {
    context.strokeStyle = color
    context.lineWidth = width
    context.stroke(path)
  }
}

function drawLine(
  context: CanvasRenderingContext2D,
  { tool, points, pointerPath, pointer, preview }: DraftCanvasScene,
  { projection, colors }: DraftCanvasTools,
): void {
  const line = [...points, ...(pointer ? pointerPath : [])].map((point) => projection.toPixels(point))
  if (line.length === 0) return
  const isRejected = preview !== null && !preview.ok
  context.beginPath()
  line.forEach(({ x, y }, i) => {
    if (i === 0) context.moveTo(x, y)
    else context.lineTo(x, y)
  })
  if (tool === 'carve' && line.length > 2) context.closePath()
  context.strokeStyle = colors.halo
  context.lineWidth = 5
  context.stroke()
  context.strokeStyle = isRejected ? colors.warn : colors.drawn
  context.lineWidth = 2.4
  context.setLineDash(isRejected ? [7, 5] : [])
  context.stroke()
  context.setLineDash([])
  for (const at of line.slice(0, points.length)) drawDot(context, at, 4.5, colors.halo, colors.drawn)
}

/** A square on a vertex, a circle on a border or road. */
function drawPointer(
  context: CanvasRenderingContext2D,
  { pointer }: DraftCanvasScene,
  { projection, colors }: DraftCanvasTools,
): void {
  if (!pointer?.on) return
  const { x, y } = projection.toPixels(pointer.point)
  context.strokeStyle = colors.drawn
  context.lineWidth = 2
  context.beginPath()
  if (pointer.on === 'vertex') context.rect(x - 7, y - 7, 14, 14)
  else context.arc(x, y, 8, 0, 2 * Math.PI)
  context.stroke()
}
