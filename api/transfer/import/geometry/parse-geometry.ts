import type { Shape, ShapeKind } from '../../../../data/formats/model/shape.ts'
import { type CityPlace, isChineseCity, isInTerritory } from '#shared/city/city-place.ts'
import { type Point, snapToLattice, toDegrees } from '#shared/geometry/lattice.ts'
import type { CoordinateSystem } from '../../../../data/coordinates/coordinate-system.ts'
import type { RawPosition, RawGeometry, RowProblem } from '../../../../data/formats/model/format.ts'
import { repairPolygons } from './repair-polygons.ts'

/** Several only for lines: each part becomes a row of its own. Empty when the row is refused. */
export interface ParsedShapes {
  shapes: Shape[]
  problems: RowProblem[]
}

/** What stands, for a row of a table that leaves its shape out. */
export const keepShape = (shape: Shape): ParsedShapes => ({
  shapes: [shape],
  problems: [{ code: 'shape_kept' }],
})

/** A file's geometry on the lattice, as one of the wanted kinds, with what had to be mended on the way. Loops within `toleranceM` of where a border
 * crosses itself are dropped. */
export function parseGeometry(
  raw: RawGeometry | null,
  wanted: readonly ShapeKind[],
  system: PlacedSystem,
  toleranceM = 0,
): ParsedShapes {
  if (raw === null) return { shapes: [], problems: [{ code: 'no_geometry' }] }
  const kind = kindOf(raw)
  if (kind === null || !wanted.includes(kind))
    return { shapes: [], problems: [{ code: 'wrong_geometry', details: { value: nameOf(raw) } }] }
  const place = placer(system)
  const shapes = shapesOf(raw, place, toleranceM)
  if (place.refusal) return { shapes: [], problems: [{ code: place.refusal }] }
  const problems: RowProblem[] = [
    ...(raw.kind === 'other' ? [] : (raw.remarks ?? [])),
    ...shapes.problems,
    ...(place.deep ? [{ code: 'dimension_dropped' } as const] : []),
  ]
  return { shapes: shapes.shapes, problems }
}

/** The coordinate system of a file, and the city that its places must be able to belong to. */
export interface PlacedSystem extends CoordinateSystem {
  place: CityPlace
}

type Refusal = 'not_a_number' | 'outside_world' | 'outside_china' | 'outside_region'

interface Placer {
  /** Undefined, and `refusal` set, when the position is not a place. */
  at(position: RawPosition): Point | undefined
  refusal: Refusal | undefined
  deep: boolean
}

function placer(system: PlacedSystem): Placer {
  const self: Placer = {
    refusal: undefined,
    deep: false,
    at(position) {
      const [x, y] = [position[0]!, position[1]!]
      if (!Number.isFinite(x) || !Number.isFinite(y)) {
        self.refusal ??= 'not_a_number'
        return undefined
      }
      if (position.length > 2) self.deep = true
      const point = snapToLattice(...system.toDegrees(x, y))
      if (!(Math.abs(point[0]) <= 1.8e9 && Math.abs(point[1]) <= 9e8)) self.refusal ??= 'outside_world'
      else if (!isInTerritory(system.place, toDegrees(point[0]), toDegrees(point[1])))
        self.refusal ??= isChineseCity(system.place) ? 'outside_china' : 'outside_region'
      return self.refusal === undefined ? point : undefined
    },
  }
  return self
}

function shapesOf(raw: RawGeometry, place: Placer, toleranceM: number): ParsedShapes {
  const none: ParsedShapes = { shapes: [], problems: [] }
  switch (raw.kind) {
    case 'points': {
      const point = place.at(raw.points[0]!)
      return point ? { shapes: [{ kind: 'point', point }], problems: [] } : none
    }
    case 'lines': {
      const lines = raw.lines.map((line) =>
        withoutRepeats(line.map((position) => place.at(position)).filter((point) => point !== undefined)),
      )
      if (place.refusal) return none
      const whole = lines.filter((line) => line.length > 1)
      if (whole.length === 0) return { shapes: [], problems: [{ code: 'too_few_points' }] }
      return { shapes: whole.map((line) => ({ kind: 'line', line })), problems: [] }
    }
    case 'areas': {
      const polygons: Point[][][] = []
      for (const polygon of raw.polygons) {
        const rings: Point[][] = []
        for (const ring of polygon) {
          const points: Point[] = []
          for (const position of ring) {
            const point = place.at(position)
            if (!point) return none
            points.push(point)
          }
          rings.push(points)
        }
        polygons.push(rings)
      }
      const read = repairPolygons(polygons, raw.sorted, toleranceM)
      return { shapes: read.area ? [{ kind: 'area', area: read.area }] : [], problems: read.problems }
    }
    case 'other':
      return none
  }
}

function kindOf(raw: RawGeometry): ShapeKind | null {
  switch (raw.kind) {
    case 'points':
      return raw.points.length === 1 ? 'point' : null
    case 'lines':
      return raw.lines.length > 0 ? 'line' : null
    case 'areas':
      return raw.polygons.length > 0 ? 'area' : null
    case 'other':
      return null
  }
}

function nameOf(raw: RawGeometry): string {
  switch (raw.kind) {
    case 'points':
      return raw.points.length === 1 ? 'Point' : `MultiPoint (${raw.points.length})`
    case 'lines':
      return 'LineString'
    case 'areas':
      return 'Polygon'
    case 'other':
      return raw.name
  }
}

function withoutRepeats(points: Point[]): Point[] {
  return points.filter(
    (point, i) => i === 0 || point[0] !== points[i - 1]![0] || point[1] !== points[i - 1]![1],
  )
}
