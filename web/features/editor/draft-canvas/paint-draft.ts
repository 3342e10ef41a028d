import { isOwnCell } from '#shared/drafts/is-own-cell.ts'
import type { CanvasArea } from '../../../map/overlay/use-canvas-overlay.ts'
import type { DraftCanvasScene, DraftCanvasTools } from './draft-canvas-scene.ts'
import { drawDot, drawWarning } from './draw-marks.ts'
import { paintBuildings } from './paint-buildings.ts'
import { paintCells } from './paint-cells.ts'
import { paintCursor, paintDrawing } from './paint-drawing.ts'
import { paintLabels } from './paint-labels.ts'
import { paintHouseholdDots, paintNeighbours, paintVeil } from './paint-veil.ts'

/** Pixels of a world unit from which on vertices are shown: at smaller scales they would cover the borders. */
const MIN_VERTEX_SCALE = 0.012

/** Draws the draft over the map: its grids, what the drawing would change, and the drawing. */
export function paintDraft(area: CanvasArea, scene: DraftCanvasScene, tools: DraftCanvasTools): void {
  const { context, ratio } = area
  const { projection, colors } = tools
  const { scale, left, top } = projection
  context.setTransform(ratio * scale, 0, 0, ratio * scale, ratio * left, ratio * top)
  paintCells(context, scene, tools)
  if (scene.view.buildings) paintBuildings(context, scene, tools)
  if (scene.view.households) paintHouseholdDots(area, scene, tools)
  if (scene.view.quiet) paintVeil(area, scene, tools)
  paintNeighbours(area, scene, tools)
  context.setTransform(ratio, 0, 0, ratio, 0, 0)
  if (scene.tool === 'vertex' && scale > MIN_VERTEX_SCALE) drawVertices(context, scene, tools)
  if (scene.view.labels) paintLabels(area, scene, tools)
  for (const { at, severity } of scene.issues)
    if (at && severity === 'error') drawWarning(context, projection.toPixels(at), colors)
  paintDrawing(context, scene, tools)
  paintCursor(context, scene, tools)
  if (scene.rejectedAt) drawWarning(context, projection.toPixels(scene.rejectedAt), colors)
}

function drawVertices(
  context: CanvasRenderingContext2D,
  { state }: DraftCanvasScene,
  { projection, colors }: DraftCanvasTools,
): void {
  for (const { id, shape } of state.set.cells.values()) {
    if (!isOwnCell(state, id)) continue
    for (const vertex of shape.flat(2))
      drawDot(context, projection.toPixels(vertex), 3.2, colors.halo, colors.ownLine)
  }
}
