import type { Point } from '#shared/geometry/lattice.ts'
import { findSelfIntersection } from '#shared/geometry/topology/find-self-intersection.ts'
import { computeDistanceM, computePolygonAreaM2, computeScaleAt } from '#shared/geometry/measure.ts'

export interface LineMeasures {
  /** Metres of each part. */
  parts: readonly number[]
  /** Metres of all parts. */
  lengthM: number
  /** Square metres of the ring that the line makes when its ends are joined; null: it makes none, or crosses itself. */
  areaM2: number | null
  /** Degrees clockwise from north of the last part; null: there is none. */
  bearing: number | null
}

/** Measures a line on the ground. */
export function measureLine(points: readonly Point[]): LineMeasures {
  const parts = points.slice(1).map((point, i) => computeDistanceM(points[i] ?? point, point))
  const [from, to] = points.slice(-2)
  return {
    parts,
    lengthM: parts.reduce((sum, part) => sum + part, 0),
    areaM2: measureRing(points),
    bearing: from === undefined || to === undefined ? null : computeBearing(from, to),
  }
}

function measureRing(points: readonly Point[]): number | null {
  const ring = points.map(([x, y]): Point => [x, y])
  return ring.length < 3 || findSelfIntersection([[ring]]) !== null ? null : computePolygonAreaM2([ring])
}

/** Degrees clockwise from north, 0 to 360. */
export function computeBearing(from: Point, to: Point): number {
  const scale = computeScaleAt((from[1] + to[1]) / 2)
  const degrees = (Math.atan2((to[0] - from[0]) * scale.x, (to[1] - from[1]) * scale.y) * 180) / Math.PI
  return (degrees + 360) % 360
}

/** The point some metres away in a direction: degrees clockwise from north. */
export function computeDestination(from: Point, lengthM: number, bearing: number): Point {
  const radians = (bearing * Math.PI) / 180
  const [east, north] = [lengthM * Math.sin(radians), lengthM * Math.cos(radians)]
  // the scale of the middle of the way, as distances are measured
  let to: Point = [from[0], from[1]]
  for (let round = 0; round < 3; round++) {
    const scale = computeScaleAt((from[1] + to[1]) / 2)
    to = [Math.round(from[0] + east / scale.x), Math.round(from[1] + north / scale.y)]
  }
  return to
}
