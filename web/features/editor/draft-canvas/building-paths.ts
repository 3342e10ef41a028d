import type { BuildingColumns } from '#shared/drafts/buildings/draft-buildings.ts'
import { int32At } from '#shared/geometry/at.ts'
import { getPointRange } from '#shared/geometry/flat-polygons.ts'
import { toWorldX, toWorldY } from '#shared/tiles/world-coordinates.ts'
import type { Origin } from '../../../map/overlay/projection.ts'

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
