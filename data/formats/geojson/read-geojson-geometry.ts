import { combineGeometries } from '../model/combine-geometries.ts'
import type { AttributeValue, RawPosition, RawGeometry } from '../model/format.ts'

const MAX_DEPTH = 4

/** A GeoJSON geometry as it came from a file: null for none, undefined when it is not one. */
export function readGeojsonGeometry(value: unknown, depth = 0): RawGeometry | null | undefined {
  if (value === null || value === undefined) return null
  if (!isRecord(value)) return undefined
  const { type, coordinates } = value
  switch (type) {
    case 'Point':
      return isPosition(coordinates) ? { kind: 'points', points: [coordinates] } : undefined
    case 'MultiPoint':
      return isLine(coordinates) ? { kind: 'points', points: coordinates } : undefined
    case 'LineString':
      return isLine(coordinates) ? { kind: 'lines', lines: [coordinates] } : undefined
    case 'MultiLineString':
      return isLines(coordinates) ? { kind: 'lines', lines: coordinates } : undefined
    case 'Polygon':
      return isLines(coordinates) ? { kind: 'areas', polygons: [coordinates], sorted: true } : undefined
    case 'MultiPolygon':
      return Array.isArray(coordinates) && coordinates.every(isLines)
        ? { kind: 'areas', polygons: coordinates, sorted: true }
        : undefined
    case 'GeometryCollection': {
      const { geometries } = value
      if (!Array.isArray(geometries) || depth === MAX_DEPTH) return undefined
      const parts = geometries.map((each) => readGeojsonGeometry(each, depth + 1))
      if (parts.includes(undefined)) return undefined
      return combineGeometries(
        parts.filter((part) => part !== null && part !== undefined),
        'GeometryCollection',
      )
    }
    default:
      return undefined
  }
}

/** Values of a feature: what is neither text nor number becomes JSON text. */
export function readGeojsonProperties(value: unknown): Record<string, AttributeValue> {
  if (!isRecord(value)) return {}
  const fields: Record<string, AttributeValue> = {}
  for (const [name, each] of Object.entries(value)) {
    fields[name] =
      each === null || typeof each === 'string' || typeof each === 'number' || typeof each === 'boolean'
        ? each
        : JSON.stringify(each)
  }
  return fields
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const isPosition = (value: unknown): value is RawPosition =>
  Array.isArray(value) &&
  value.length >= 2 &&
  value.length <= 4 &&
  value.every((each) => typeof each === 'number')

const isLine = (value: unknown): value is RawPosition[] => Array.isArray(value) && value.every(isPosition)

const isLines = (value: unknown): value is RawPosition[][] => Array.isArray(value) && value.every(isLine)
