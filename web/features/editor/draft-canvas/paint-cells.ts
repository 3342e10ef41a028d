import { findCodeLevel } from '#shared/contract/city/code-levels.ts'
import { isOwnCell } from '#shared/drafts/is-own-cell.ts'
import { isDivisionTool } from '../draft-editor/tools.ts'
import { createHatching } from './hatching.ts'
import type { DraftCanvasScene, DraftCanvasTools } from './draft-canvas-scene.ts'

/** Widths of outlines in pixels: communities, then the street. */
const OUTLINES = [
  { level: 'community', width: 2.6 },
  { level: 'street', width: 4 },
] as const

/** Draws grids, outlines and the changed grids of the preview. One unit of the context is one world unit. */
export function paintCells(
  context: CanvasRenderingContext2D,
  scene: DraftCanvasScene,
  { projection, pathOf, colors }: DraftCanvasTools,
): void {
  const pixels = (count: number) => count / projection.scale
  const stroke = (path: Path2D, color: string, width: number) => {
    context.strokeStyle = color
    context.lineWidth = pixels(width)
    context.stroke(path)
  }
  const { state, preview } = scene

  context.lineJoin = 'round'
  for (const { id, shape, undivided } of state.set.cells.values()) {
    const isOwn = isOwnCell(state, id)
    const { path } = pathOf(shape)
    if (isOwn || id === scene.hovered) {
      context.fillStyle = pickFill(id, scene, colors)
      context.fill(path)
    }
    if (undivided && isOwn) {
      context.globalAlpha = 0.6
      context.fillStyle = createHatching(context, colors.line, projection.scale)
      context.fill(path)
      context.globalAlpha = 1
    }
    stroke(path, isOwn ? colors.ownLine : colors.line, isOwn ? 1.6 : 0.8)
  }
  for (const { id, shape } of (preview?.ok && preview.change.geometry?.put) || []) {
    const color = scene.sideColors.get(id)
    if (color === undefined) continue
    const { path } = pathOf(shape)
    context.fillStyle = colors.affected[color % colors.affected.length] ?? colors.chosen
    context.fill(path)
    stroke(path, colors.drawn, 2)
  }
  if (isDivisionTool(scene.tool) && preview?.ok) {
    // the borders of today over the proposed land
    context.setLineDash([pixels(3), pixels(4)])
    for (const id of scene.picked) {
      const cell = state.set.cells.get(id)
      if (cell) stroke(pathOf(cell.shape).path, colors.text, 1)
    }
    context.setLineDash([])
  }
  for (const { level, width } of OUTLINES)
    for (const [code, { shape }] of state.set.outlines)
      if (findCodeLevel(code) === level && code.startsWith(state.street))
        stroke(pathOf(shape).path, colors.ownLine, width)
  context.setLineDash([pixels(8), pixels(5)])
  for (const id of scene.stale) {
    const cell = scene.presentState?.set.cells.get(id)
    if (cell) stroke(pathOf(cell.shape).path, colors.warn, 2.4)
  }
  context.setLineDash([])
  const selected = scene.selected === null ? undefined : state.set.cells.get(scene.selected)
  if (selected) stroke(pathOf(selected.shape).path, colors.drawn, 3)
}

function pickFill(
  id: number,
  { selected, picked, hovered }: DraftCanvasScene,
  colors: DraftCanvasTools['colors'],
): string {
  if (id === selected || picked.includes(id)) return colors.chosen
  return id === hovered ? colors.hovered : colors.own
}
