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
  drawPointer(context, scene, tools)
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
