import { combineGeometries } from '../model/combine-geometries.ts'
import { joinCurves, joinRings, readCircularString } from '../model/join-curves.ts'
import type { RawPosition, RawGeometry, RowProblem } from '../model/format.ts'
import type { FlatbufferTable } from './flatbuffer-table.ts'
import { GEOMETRY, GEOMETRY_TYPE } from './schema.ts'

/** A collection of multi-surfaces of polygons of compound curves of arcs. */
const MOST_DEPTH = 4

/** A feature's geometry; `layerType`: what the header says all of them are. */
export function readFlatgeobufGeometry(
  table: FlatbufferTable | null,
  layerType: number,
  problems: RowProblem[],
  depth = 0,
): RawGeometry | null {
  if (!table || depth > MOST_DEPTH) return null
  const type = table.ubyte(GEOMETRY.type) || layerType
  const xy = table.doubles(GEOMETRY.xy)
  if (depth === 0 && (table.doubles(GEOMETRY.z).length > 0 || table.doubles(GEOMETRY.m).length > 0))
    problems.push({ code: 'dimension_dropped' })
  const positions: RawPosition[] = Array.from({ length: Math.floor(xy.length / 2) }, (_, i) => [
    xy[2 * i]!,
    xy[2 * i + 1]!,
  ])
  const parts = () => {
    const ends = table.uints(GEOMETRY.ends)
    if (ends.length === 0) return [positions]
    return ends.map((end, i) => positions.slice(i === 0 ? 0 : ends[i - 1]!, end))
  }
  const readParts = () =>
    table
      .tables(GEOMETRY.parts)
      .map((part) => readFlatgeobufGeometry(part, GEOMETRY_TYPE.unknown, problems, depth + 1))
  switch (type) {
    case GEOMETRY_TYPE.point:
    case GEOMETRY_TYPE.multiPoint:
      return positions.length === 0 ? null : { kind: 'points', points: positions }
    case GEOMETRY_TYPE.line:
    case GEOMETRY_TYPE.multiLine:
      return positions.length === 0 ? null : { kind: 'lines', lines: parts() }
    case GEOMETRY_TYPE.triangle:
    case GEOMETRY_TYPE.polygon:
      return positions.length === 0 ? null : { kind: 'areas', polygons: [parts()], sorted: true }
    case GEOMETRY_TYPE.multiPolygon: {
      const polygons = table.tables(GEOMETRY.parts).flatMap((part) => {
        const read = readFlatgeobufGeometry(part, GEOMETRY_TYPE.polygon, problems, depth + 1)
        return read?.kind === 'areas' ? read.polygons : []
      })
      return polygons.length === 0 ? null : { kind: 'areas', polygons, sorted: true }
    }
    case GEOMETRY_TYPE.circularString:
      return readCircularString(positions)
    case GEOMETRY_TYPE.compoundCurve:
      return joinCurves(readParts()) ?? null
    case GEOMETRY_TYPE.curvePolygon:
      return joinRings(readParts()) ?? null
    case GEOMETRY_TYPE.multiCurve:
    case GEOMETRY_TYPE.multiSurface:
    case GEOMETRY_TYPE.collection:
      return combineGeometries(
        readParts().filter((part) => part !== null),
        'GeometryCollection',
      )
    default:
      return { kind: 'other', name: `FlatGeobuf ${type}` }
  }
}
