import { area, bbox, booleanPointInPolygon, centroid, circle, distance, length } from '@turf/turf'

export const measureKinds = ['line', 'area', 'circle'] as const
export type MeasureKind = (typeof measureKinds)[number]

/** [longitude, latitude] in degrees, WGS 84. */
export type Position = readonly [lon: number, lat: number]

/** A drawn shape and its size. Metres and square metres on the sphere. */
export interface MeasuredShape {
  kind: MeasureKind
  /** What is drawn: the line, or the outer ring of the area or circle without repeating its first position. */
  path: readonly Position[]
  /** Length of the line, perimeter of the area, radius of the circle. */
  metres: number
  /** null for a line. */
  squareMetres: number | null
  /** null for a line. */
  polygon: GeoJSON.Polygon | null
}

/** Corners of the polygon that approximates a circle: its area is 0.2 % too small. */
const CIRCLE_STEPS = 64

/**
 * Builds the shape of the clicked positions; null while there are too few of them.
 * A circle has its centre first and a point on the circle second.
 */
export function buildMeasuredShape(kind: MeasureKind, points: readonly Position[]): MeasuredShape | null {
  const [first, second] = points
  if (first === undefined || second === undefined) return null
  if (kind === 'line')
    return { kind, path: points, metres: computeMetres(points), squareMetres: null, polygon: null }
  if (kind === 'area') return points.length < 3 ? null : buildArea(points, first)
  return buildCircle(first, computeDistance(first, second))
}

export function computeDistance(a: Position, b: Position): number {
  return distance([...a], [...b], { units: 'meters' })
}

/** The position east of the centre at this distance: the second point of a circle whose radius was typed. */
export function findPositionEast(centre: Position, metres: number): Position {
  const degrees = (metres / 6_371_008.8) * (180 / Math.PI)
  return [centre[0] + degrees / Math.cos((centre[1] * Math.PI) / 180), centre[1]]
}

/** [west, south, east, north] in degrees. */
export const computeBounds = (polygon: GeoJSON.Polygon) => bbox(polygon)

/** Whether the centroid of a feature lies inside the polygon. */
export function containsCentroid(
  polygon: GeoJSON.Polygon,
  geometry: GeoJSON.Polygon | GeoJSON.MultiPolygon,
): boolean {
  return booleanPointInPolygon(centroid(geometry), polygon)
}

function buildArea(points: readonly Position[], first: Position): MeasuredShape {
  const ring = [...points, first]
  const polygon: GeoJSON.Polygon = { type: 'Polygon', coordinates: [ring.map((point) => [...point])] }
  return {
    kind: 'area',
    path: points,
    metres: computeMetres(ring),
    squareMetres: area(polygon),
    polygon,
  }
}

function buildCircle(centre: Position, metres: number): MeasuredShape | null {
  if (metres <= 0) return null
  const { geometry } = circle([...centre], metres, { units: 'meters', steps: CIRCLE_STEPS })
  const ring = (geometry.coordinates[0] ?? []).slice(1).map(([lon = 0, lat = 0]): Position => [lon, lat])
  return { kind: 'circle', path: ring, metres, squareMetres: Math.PI * metres ** 2, polygon: geometry }
}

const computeMetres = (points: readonly Position[]) =>
  length(
    {
      type: 'Feature',
      properties: {},
      geometry: { type: 'LineString', coordinates: points.map((point) => [...point]) },
    },
    { units: 'meters' },
  )
