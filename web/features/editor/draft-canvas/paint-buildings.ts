import { relocateBuildings } from '#shared/drafts/buildings/relocate-buildings.ts'
import { int32At } from '#shared/geometry/at.ts'
import { toWorldX, toWorldY } from '#shared/tiles/world-coordinates.ts'
import type { DraftCanvasScene, DraftCanvasTools } from './draft-canvas-scene.ts'

/** Pixels of a world unit from which on buildings are shown: at smaller scales they are specks. */
const MIN_SCALE = 0.006
/** Radius of a building that is only a point, in pixels. */
const POINT_RADIUS = 3.5

/**
 * Draws the buildings of the draft; those on a side of the drawing in the colour of the side, so that one sees who would
 * belong where. One unit of the context is one world unit.
 */
export function paintBuildings(
  context: CanvasRenderingContext2D,
  { state, preview, sideColors }: DraftCanvasScene,
  { projection, buildingPaths, origin, colors }: DraftCanvasTools,
): void {
  const { buildings } = state
  if (!buildings || projection.scale < MIN_SCALE) return
  const paths = buildingPaths(buildings.table)
  const geometry = preview?.ok ? preview.change.geometry : null
  const after = geometry === null ? null : relocateBuildings(buildings, geometry)
  for (const [cell, rows] of (after?.buildings ?? buildings).rowsByCell) {
    const side = geometry === null ? undefined : sideColors.get(cell)
    for (const row of rows) {
      const isDwelling = (buildings.table.counts.households[row] ?? 0) > 0
      context.fillStyle =
        side !== undefined
          ? (colors.sideBuildings[side % colors.sideBuildings.length] ?? colors.drawn)
          : isDwelling
            ? colors.dwelling
            : colors.otherBuilding
      const path = paths(row)
      if (path !== null) context.fill(path)
      else {
        context.beginPath()
        const { places } = buildings.table
        const x = toWorldX(int32At(places, 2 * row)) - origin.x
        const y = toWorldY(int32At(places, 2 * row + 1)) - origin.y
        context.arc(x, y, POINT_RADIUS / projection.scale, 0, 2 * Math.PI)
        context.fill()
      }
    }
  }
}
