import type { DraftState } from '#shared/drafts/draft-state.ts'
import { isOwnCell } from '#shared/drafts/is-own-cell.ts'
import type { MultiPolygon } from '#shared/geometry/lattice.ts'
import type { CanvasArea } from '../../../map/overlay/use-canvas-overlay.ts'
import type { DraftCanvasScene, DraftCanvasTools } from './draft-canvas-scene.ts'
import { placeHouseholdDots } from '../overview/place-household-dots.ts'

/**
 * Lays a veil over everything outside the street, so that other streets are quiet in the background; not over grids of
 * theirs that the drawing changes.
 */
export function paintVeil(
  { context, width, height, ratio }: CanvasArea,
  { state, preview }: DraftCanvasScene,
  { projection: { scale, left, top }, pathOf, colors }: DraftCanvasTools,
): void {
  const outline = findStreetOutline(state)
  if (outline === undefined) return
  const matrix = new DOMMatrix([scale, 0, 0, scale, left, top])
  const excluding = (shapes: readonly MultiPolygon[]) => {
    const path = new Path2D()
    path.rect(0, 0, width, height)
    for (const shape of shapes) path.addPath(pathOf(shape).path, matrix)
    return path
  }
  const changed = (preview?.ok && preview.change.geometry?.put) || []
  context.save()
  context.setTransform(ratio, 0, 0, ratio, 0, 0)
  context.clip(
    excluding(changed.filter(({ id }) => !isOwnCell(state, id)).map(({ shape }) => shape)),
    'evenodd',
  )
  context.fillStyle = colors.veil
  context.fill(excluding([outline]), 'evenodd')
  context.restore()
}

/** Draws the changed grids of a neighbour's draft over everything, dashed. */
export function paintNeighbours(
  { context, ratio }: CanvasArea,
  { neighbours }: DraftCanvasScene,
  { projection: { scale, left, top }, pathOf, colors }: DraftCanvasTools,
): void {
  context.setTransform(ratio * scale, 0, 0, ratio * scale, ratio * left, ratio * top)
  context.setLineDash([9 / scale, 5 / scale])
  context.strokeStyle = colors.neighbour
  context.lineWidth = 2.6 / scale
  for (const shape of neighbours) context.stroke(pathOf(shape).path)
  context.setLineDash([])
}

const findStreetOutline = ({ set, street }: DraftState) => set.outlines.get(street)?.shape

/** Radius of a dot in pixels, from far away and from near. */
const [SMALLEST_DOT, LARGEST_DOT] = [0.9, 3]

/** Draws the households of the buildings as dots. */
export function paintHouseholdDots(
  { context, width, height, ratio }: CanvasArea,
  { state }: DraftCanvasScene,
  { projection: { scale, left, top }, origin, colors }: DraftCanvasTools,
): void {
  if (!state.buildings) return
  const dots = placeHouseholdDots(state.buildings.table)
  const radius = Math.min(LARGEST_DOT, Math.max(SMALLEST_DOT, scale * 110))
  context.setTransform(ratio, 0, 0, ratio, 0, 0)
  context.fillStyle = colors.dot
  context.beginPath()
  for (let i = 0; i + 1 < dots.length; i += 2) {
    const x = left + ((dots[i] ?? 0) - origin.x) * scale
    const y = top + ((dots[i + 1] ?? 0) - origin.y) * scale
    if (x < 0 || y < 0 || x > width || y > height) continue
    context.moveTo(x + radius, y)
    context.arc(x, y, radius, 0, 2 * Math.PI)
  }
  context.fill()
}
