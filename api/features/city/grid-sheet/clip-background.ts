import type Flatbush from 'flatbush'
import type { GridSheet } from '#shared/contract/city/grid-sheet.ts'
import type { FlatPolygons } from '#shared/geometry/flat-polygons.ts'
import { type Box, toDegrees } from '#shared/geometry/lattice.ts'
import type { CitySnapshot } from '#shared/snapshot/city-snapshot.ts'
import { toWorldX, toWorldY } from '#shared/tiles/world-coordinates.ts'

/** Returns the features whose boxes meet a box of the lattice, in their order. */
export function searchBox(
  { count, index }: { count: number; index: Flatbush },
  [west, south, east, north]: Box,
): number[] {
  // the index of an empty table has one entry that is no feature
  return index
    .search(toWorldX(west), toWorldY(north), toWorldX(east), toWorldY(south))
    .filter((row) => row < count)
    .sort((a, b) => a - b)
}

/** Returns the roads and waters that are seen in a box. */
export function clipBackground(
  { roads, waterLines, waterAreas }: CitySnapshot,
  box: Box,
): Pick<GridSheet, 'roads' | 'waterLines' | 'waterAreas'> {
  const lineOf = ({ xy, lineStart }: CitySnapshot['roads']['mesh']['lines'], row: number) =>
    toDegreeList(xy, lineStart[row]!, lineStart[row + 1]!)
  return {
    roads: searchBox(roads.mesh, box).map((row) => ({
      class: roads.classes[row]!,
      name: roads.names[row] ?? null,
      line: lineOf(roads.mesh.lines, row),
    })),
    waterLines: searchBox(waterLines.mesh, box).map((row) => ({
      name: waterLines.names[row] ?? null,
      line: lineOf(waterLines.mesh.lines, row),
    })),
    waterAreas: searchBox(waterAreas.mesh, box).map((row) => ({
      name: waterAreas.names[row] ?? null,
      rings: toDegreeRings(waterAreas.mesh.polygons, row),
    })),
  }
}

/** Returns the rings of a feature as lists of degrees; none: it has no area. */
export function toDegreeRings(
  { xy, featureStart, polygonStart, ringStart }: FlatPolygons,
  feature: number,
): number[][] {
  const [first, end] = [polygonStart[featureStart[feature]!]!, polygonStart[featureStart[feature + 1]!]!]
  return Array.from({ length: end - first }, (_, i) =>
    toDegreeList(xy, ringStart[first + i]!, ringStart[first + i + 1]!),
  )
}

const toDegreeList = (xy: Int32Array, from: number, to: number): number[] =>
  Array.from(xy.subarray(2 * from, 2 * to), toDegrees)
