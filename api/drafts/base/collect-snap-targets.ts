import type { CitySnapshot } from '#shared/snapshot/city-snapshot.ts'
import type { SnapTargetData } from '#shared/contract/drafts/draft-base.ts'
import type { FlatLines } from '#shared/geometry/flat-lines.ts'
import { getFeatureBox, getMultiPolygon } from '#shared/geometry/flat-polygons.ts'
import type { Box, Point } from '#shared/geometry/lattice.ts'
import { writeTwkbLine, writeTwkbMultiPolygon } from '#shared/geometry/twkb.ts'
import { AppError } from '../../errors.ts'
import { concatBase64 } from './encode-base64.ts'

/** Lattice units around a street, about 300 m: a road to draw along may begin outside. */
const MARGIN = 30_000

/** Returns roads, waters and premises in and around a street, to snap a drawn line to. @throws AppError not_found */
export function collectSnapTargets(
  { units: { street: streets }, roads, waterLines, waterAreas, premises }: CitySnapshot,
  street: string,
): SnapTargetData {
  const row = streets.codes.indexOf(street)
  const own = row < 0 ? null : getFeatureBox(streets.mesh.polygons, row)
  if (own === null) throw new AppError('not_found', `there is no street ${street}`, { unit: street })
  const box: Box = [own[0] - MARGIN, own[1] - MARGIN, own[2] + MARGIN, own[3] + MARGIN]
  const selectNear = (count: number, boxOf: (row: number) => Box | null) =>
    Array.from({ length: count }, (_, each) => each).filter((each) => intersects(boxOf(each), box))
  const roadRows = selectNear(roads.count, (each) => lineBox(roads.mesh.lines, each))
  const lineRows = selectNear(waterLines.count, (each) => lineBox(waterLines.mesh.lines, each))
  const areaRows = selectNear(waterAreas.count, (each) => getFeatureBox(waterAreas.mesh.polygons, each))
  const { xy } = premises.mesh
  const premisesRows = selectNear(premises.count, (each) => [
    xy[2 * each]!,
    xy[2 * each + 1]!,
    xy[2 * each]!,
    xy[2 * each + 1]!,
  ])
  const encodeLines = (lines: FlatLines, rows: number[]) =>
    concatBase64(rows.map((each) => writeTwkbLine(getLinePoints(lines, each))))
  return {
    roads: {
      class: roadRows.map((each) => roads.classes[each]!),
      name: roadRows.map((each) => roads.names[each]!),
      shapes: encodeLines(roads.mesh.lines, roadRows),
    },
    waterLines: {
      class: lineRows.map((each) => waterLines.classes[each]!),
      name: lineRows.map((each) => waterLines.names[each]!),
      shapes: encodeLines(waterLines.mesh.lines, lineRows),
    },
    waterAreas: {
      class: areaRows.map((each) => waterAreas.classes[each]!),
      name: areaRows.map((each) => waterAreas.names[each]!),
      shapes: concatBase64(
        areaRows.map((each) => writeTwkbMultiPolygon(getMultiPolygon(waterAreas.mesh.polygons, each))),
      ),
    },
    premises: {
      id: premisesRows.map((each) => premises.ids[each]!),
      kind: premisesRows.map((each) => premises.kinds[each]!),
      name: premisesRows.map((each) => premises.names[each]!),
      x: premisesRows.map((each) => xy[2 * each]!),
      y: premisesRows.map((each) => xy[2 * each + 1]!),
    },
  }
}

function getLinePoints({ xy, lineStart }: FlatLines, row: number): Point[] {
  const points: Point[] = []
  for (let i = lineStart[row]!; i < lineStart[row + 1]!; i++) points.push([xy[2 * i]!, xy[2 * i + 1]!])
  return points
}

function lineBox({ xy, lineStart }: FlatLines, row: number): Box | null {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
  for (let i = lineStart[row]!; i < lineStart[row + 1]!; i++) {
    west = Math.min(west, xy[2 * i]!)
    south = Math.min(south, xy[2 * i + 1]!)
    east = Math.max(east, xy[2 * i]!)
    north = Math.max(north, xy[2 * i + 1]!)
  }
  return west === Infinity ? null : [west, south, east, north]
}

const intersects = (one: Box | null, other: Box): boolean =>
  one !== null && one[0] <= other[2] && one[2] >= other[0] && one[1] <= other[3] && one[3] >= other[1]
