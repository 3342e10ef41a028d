import type { BuildingColumns } from '#shared/drafts/buildings/draft-buildings.ts'
import { relocateBuildings } from '#shared/drafts/buildings/relocate-buildings.ts'
import { int32At } from '#shared/geometry/at.ts'
import { getPointRange } from '#shared/geometry/flat-polygons.ts'
import { toWorldX, toWorldY } from '#shared/tiles/world-coordinates.ts'
import type { Origin } from '../../../map/overlay/projection.ts'
import type { DraftCanvasScene, DraftCanvasTools } from './draft-canvas-scene.ts'

/** Pixels of a world unit from which on buildings are shown: at smaller scales they are specks. */
const MIN_SCALE = 0.006
/** Radius of a building that is only a point, in pixels. */
const POINT_RADIUS = 3.5

/** Path of a building relative to an origin, in world units; null: it is only a point. */
type BuildingPaths = (row: number) => Path2D | null

/** Paths of buildings in world units from an origin, made once for each building. */
export function createBuildingPathBuilder(origin: Origin): (table: BuildingColumns) => BuildingPaths {
  const known = new WeakMap<BuildingColumns, (Path2D | null | undefined)[]>()
  return (table) => {
    let paths = known.get(table)
    if (paths === undefined) known.set(table, (paths = []))
    const list = paths
    return (row) => (list[row] === undefined ? (list[row] = buildPath(table, row, origin)) : list[row])
  }
}

function buildPath({ footprints }: BuildingColumns, row: number, { x, y }: Origin): Path2D | null {
  const [from, to] = getPointRange(footprints, row)
  if (from === to) return null
  const path = new Path2D()
  for (let i = from; i < to; i++) {
    const at = [
      toWorldX(int32At(footprints.xy, 2 * i)) - x,
      toWorldY(int32At(footprints.xy, 2 * i + 1)) - y,
    ] as const
    if (i === from) path.moveTo(...at)
    else path.lineTo(...at)
  }
  path.closePath()
  return path
}

/**
 * Draws the buildings of the draft; those on a side of the drawing in the colour of the side, so that one sees who would
 * belong where. One unit of the context is one world unit.
 */
export function paintBuildings(
  context: CanvasRenderingContext2D,
  { state, preview, affected }: DraftCanvasScene,
  { projection, buildingPaths, origin, colors }: DraftCanvasTools,
): void {
  const { buildings } = state
  if (!buildings || projection.scale < MIN_SCALE) return
  const paths = buildingPaths(buildings.table)
  const geometry = preview?.ok ? preview.change.geometry : null
  const after = geometry === null ? null : relocateBuildings(state, geometry)
  for (const [cell, rows] of (after?.buildings ?? buildings).rowsByCell) {
    const side = affected.indexOf(cell)
    const hasSide = geometry !== null && side >= 0
    for (const row of rows) {
      const isDwelling = (buildings.table.counts.households[row] ?? 0) > 0
      context.fillStyle = hasSide
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
