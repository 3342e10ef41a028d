import type { SnapTargetData } from '../contract/drafts/draft-base.ts'
import type { RoadClass, WaterClass } from '../contract/enums.ts'
import { decodeBase64 } from '../geometry/base64.ts'
import type { Point } from '../geometry/lattice.ts'
import { int32At, itemAt, uint32At } from '../geometry/at.ts'
import { readTwkbLines, readTwkbPolygons } from '../geometry/twkb.ts'
import type { DivisionLine, LineKind } from './division-input.ts'

const ROAD_KINDS: Record<RoadClass, LineKind> = {
  motorway: 'main',
  trunk: 'main',
  primary: 'main',
  secondary: 'main',
  street: 'street',
  lane: 'lane',
}

const WATER_KINDS: Record<WaterClass, LineKind> = {
  sea: 'water',
  lake: 'water',
  river: 'water',
  canal: 'water',
  ditch: 'lane',
}

/** Reads roads, waterways and banks as lines that borders may follow. */
export function readDivisionLines({ roads, waterLines, waterAreas }: SnapTargetData): DivisionLine[] {
  const lines: DivisionLine[] = []
  const add = (xy: Int32Array, from: number, to: number, kind: LineKind, isClosed: boolean) => {
    const points: Point[] = []
    for (let i = from; i < to; i++) points.push([int32At(xy, 2 * i), int32At(xy, 2 * i + 1)])
    const [first] = points
    if (isClosed && first) points.push(first)
    if (points.length > 1) lines.push({ kind, points })
  }
  const addLines = (shapes: string, kinds: readonly LineKind[]) => {
    const { xy, lineStart } = readTwkbLines(decodeBase64(shapes), kinds.length)
    kinds.forEach((kind, l) => add(xy, uint32At(lineStart, l), uint32At(lineStart, l + 1), kind, false))
  }
  addLines(
    roads.shapes,
    roads.class.map((each) => ROAD_KINDS[each]),
  )
  addLines(
    waterLines.shapes,
    waterLines.class.map((each) => WATER_KINDS[each]),
  )
  const areas = readTwkbPolygons(decodeBase64(waterAreas.shapes), waterAreas.class.length)
  waterAreas.class.forEach((each, feature) => {
    const first = uint32At(areas.polygonStart, uint32At(areas.featureStart, feature))
    const end = uint32At(areas.polygonStart, uint32At(areas.featureStart, feature + 1))
    for (let r = first; r < end; r++)
      add(areas.xy, uint32At(areas.ringStart, r), uint32At(areas.ringStart, r + 1), WATER_KINDS[each], true)
  })
  return lines
}

/** Returns the lines that have a stretch in a box around the land. */
export function selectLinesNear(
  lines: readonly DivisionLine[],
  [west, south, east, north]: readonly [number, number, number, number],
): DivisionLine[] {
  return lines.filter(({ points }) =>
    points.some((point, i) => {
      const next = itemAt(points, Math.min(i + 1, points.length - 1))
      return (
        Math.max(point[0], next[0]) >= west &&
        Math.min(point[0], next[0]) <= east &&
        Math.max(point[1], next[1]) >= south &&
        Math.min(point[1], next[1]) <= north
      )
    }),
  )
}
