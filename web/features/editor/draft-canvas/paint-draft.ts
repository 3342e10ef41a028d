import type { GridAttributes } from '#shared/drafts/draft-state.ts'
import { isOwnCell } from '#shared/drafts/is-own-cell.ts'
import type { MultiPolygon } from '#shared/geometry/lattice.ts'
import { getShapeBox } from '#shared/geometry/shapes/shape-box.ts'
import { toWorldX } from '#shared/tiles/world-coordinates.ts'
import { drawLabels, setLabelFont } from '../../../map/overlay/draw-labels.ts'
import type { CanvasArea } from '../../../map/overlay/use-canvas-overlay.ts'
import { isDivisionTool } from '../draft-editor/tools.ts'
import type { DraftCanvasScene, DraftCanvasTools } from './draft-canvas-scene.ts'
import { drawDot, drawWarning } from './draw-marks.ts'
import { paintBuildings } from './paint-buildings.ts'
import { paintCells } from './paint-cells.ts'
import { paintDrawing } from './paint-drawing.ts'

/** Pixels of a world unit from which on vertices are shown: at smaller scales they would cover the borders. */
const MIN_VERTEX_SCALE = 0.012

/** Draws the draft over the map: its grids, what the drawing would change, and the drawing. */
export function paintDraft(
  { context, ratio }: CanvasArea,
  scene: DraftCanvasScene,
  tools: DraftCanvasTools,
): void {
  const { projection, colors } = tools
  const { scale, left, top } = projection
  context.setTransform(ratio * scale, 0, 0, ratio * scale, ratio * left, ratio * top)
  paintCells(context, scene, tools)
  paintBuildings(context, scene, tools)
  context.setTransform(ratio, 0, 0, ratio, 0, 0)
  if (scene.tool === 'vertex' && scale > MIN_VERTEX_SCALE) drawVertices(context, scene, tools)
  drawNames(context, scene, tools)
  for (const { at, severity } of scene.issues)
    if (at && severity === 'error') drawWarning(context, projection.toPixels(at), colors)
  paintDrawing(context, scene, tools)
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

function drawNames(
  context: CanvasRenderingContext2D,
  { state, preview, tool }: DraftCanvasScene,
  { projection, pathOf, colors }: DraftCanvasTools,
): void {
  const after = new Map(preview?.ok ? preview.change.facts : [])
  const unchanged = [...state.set.cells.values()].filter(({ id }) => isOwnCell(state, id) && !after.has(id))
  const changed = preview?.ok ? (preview.change.geometry?.put.filter(({ id }) => after.has(id)) ?? []) : []
  setLabelFont(context)
  const labels = [...changed, ...unchanged]
    .map(({ id, shape }) => ({
      text: writeLabel(after.get(id) ?? state.facts.get(id), isDivisionTool(tool) && after.has(id)),
      width: computeWorldWidth(shape) * projection.scale,
      ...projection.toPixels(pathOf(shape).label),
    }))
    .filter(({ text, width }) => width >= context.measureText(text).width + 6)
    // the widest first: where two names would meet, that of the smaller grid is left out
    .sort((a, b) => b.width - a.width)
  drawLabels(context, labels, colors)
}

/** The name; for a proposal its households as well, by which it is judged. */
const writeLabel = (grid: GridAttributes | null | undefined, withHouseholds: boolean): string =>
  grid ? `${grid.name}${withHouseholds ? ` · ${grid.households}` : ''}` : ''

function computeWorldWidth(shape: MultiPolygon): number {
  const [west, , east] = getShapeBox(shape)
  return toWorldX(east) - toWorldX(west)
}
