import type { DegreeBox } from '#shared/contract/city/city.ts'
import { getFeatureBox } from '#shared/geometry/flat-polygons.ts'
import { type Box, toDegrees } from '#shared/geometry/lattice.ts'
import type { TileGeometry } from '#shared/tiles/tile-geometry.ts'

export function toDegreeBox(box: Box | null): DegreeBox | null {
  return box && [toDegrees(box[0]), toDegrees(box[1]), toDegrees(box[2]), toDegrees(box[3])]
}

/** Returns the extent of one feature in degrees; null: it has no geometry. */
export function computeFeatureBox(mesh: TileGeometry, row: number): DegreeBox | null {
  if (mesh.kind === 'polygon') return toDegreeBox(getFeatureBox(mesh.polygons, row))
  if (mesh.kind === 'point') {
    const [x, y] = [mesh.xy[2 * row]!, mesh.xy[2 * row + 1]!]
    return toDegreeBox([x, y, x, y])
  }
  const [west, north, east, south] = [Infinity, -Infinity, -Infinity, Infinity]
  let box: Box = [west, south, east, north]
  for (let i = mesh.lines.lineStart[row]!; i < mesh.lines.lineStart[row + 1]!; i++) {
    const [x, y] = [mesh.lines.xy[2 * i]!, mesh.lines.xy[2 * i + 1]!]
    box = [Math.min(box[0], x), Math.min(box[1], y), Math.max(box[2], x), Math.max(box[3], y)]
  }
  return toDegreeBox(box)
}
