import type { MultiPolygon, Point } from '#shared/geometry/lattice.ts'
import type { CityDataset, UnitRecord } from '../../../../data/city-dataset.ts'
import {
  findUnpairedEdges,
  createVertexIndex,
  listDirectedEdges,
  type VertexIndex,
} from './directed-edges.ts'
import { findRingDefect } from './find-ring-defect.ts'
import { findTouchingSegments } from './find-touching-segments.ts'
import { findBrokenTilings } from './find-broken-tilings.ts'

/** What is wrong with a city's borders, by rule; every list is empty for a sound one. */
export interface BorderReport {
  /** Codes of units that their parts do not tile exactly. */
  communities: string[]
  streets: string[]
  districts: string[]
  /** Does the outline of all grids equal the outline of all districts? */
  outline: boolean
  /** Geometries that break the rules of rings. */
  badRings: string[]
  /** Two borders that meet anywhere but at a common vertex. */
  touching: (readonly [Point, Point])[]
  /** Segments of roads and waterways that are no border of any grid. */
  strayLines: number
}

export function inspectBorders(city: CityDataset): BorderReport {
  const book = createVertexIndex()
  const shapes = (level: UnitRecord['level']) =>
    new Map(
      city.units.flatMap(({ level: own, code, geometry }) =>
        own === level && geometry ? [[code, geometry] as const] : [],
      ),
    )
  const children = (level: UnitRecord['level']) =>
    city.units.flatMap(({ level: own, legalParentCode, geometry }) =>
      own === level && legalParentCode !== null && geometry ? [[legalParentCode, geometry] as const] : [],
    )
  const districts = shapes('district')
  const whole = findUnpairedEdges(city.grids.flatMap(({ geometry }) => listDirectedEdges(geometry, book)))
  const outline = findUnpairedEdges(
    [...districts.values()].flatMap((geometry) => listDirectedEdges(geometry, book)),
  )

  const edges = borderEdges(city, book)
  const segments = [...edges].map(
    (edge) => [book.points[Math.floor(edge / 16_777_216)]!, book.points[edge % 16_777_216]!] as const,
  )
  return {
    communities: findBrokenTilings(
      shapes('community'),
      city.grids.map(({ communityCode, geometry }) => [communityCode, geometry] as const),
      book,
    ),
    streets: findBrokenTilings(shapes('street'), children('community'), book),
    districts: findBrokenTilings(districts, children('street'), book),
    outline: whole.size === outline.size && [...whole].every((edge) => outline.has(edge)),
    badRings: [...city.grids, ...city.units, ...city.parks].flatMap(({ code, geometry }) => {
      const bad = geometry ? findRingDefect(geometry) : undefined
      return bad ? [`${code}: ${bad}`] : []
    }),
    touching: (findTouchingSegments(segments) ?? []).map((index) => segments[index]!),
    strayLines: linesOf(city)
      .flatMap((line) => line.slice(1).map((point, i) => undirected(book, line[i]!, point)))
      .filter((edge) => !edges.has(edge)).length,
  }
}

export const emptyBorderReport: BorderReport = {
  communities: [],
  streets: [],
  districts: [],
  outline: true,
  badRings: [],
  touching: [],
  strayLines: 0,
}

/** Every border of every grid once. Units' rings are made of the same edges, or the certificate would not hold. */
function borderEdges(city: CityDataset, book: VertexIndex): Set<number> {
  const edges = new Set<number>()
  for (const { geometry } of city.grids) {
    for (const polygon of geometry)
      for (const ring of polygon)
        ring.forEach((point, i) => edges.add(undirected(book, point, ring[(i + 1) % ring.length]!)))
  }
  return edges
}

function undirected(book: VertexIndex, a: Point, b: Point): number {
  const one = book.id(a),
    other = book.id(b)
  return Math.min(one, other) * 16_777_216 + Math.max(one, other)
}

function linesOf(city: CityDataset): (readonly Point[])[] {
  return [
    ...city.roads.map(({ geometry }) => geometry),
    ...city.waterways.flatMap(({ geometry }) => (geometry.kind === 'line' ? [geometry.line] : [])),
  ]
}

/** Roads that touch water without being a bridge, and bridges that touch none. */
export function inspectBridges(city: CityDataset): { wetRoads: number; dryBridges: number } {
  const book = createVertexIndex()
  const wet = new Set<number>()
  for (const { barrier, geometry } of city.waterways) {
    if (!barrier) continue
    const lines = geometry.kind === 'line' ? [geometry.line] : geometry.area.flat()
    for (const line of lines) for (const point of line) wet.add(book.id(point))
  }
  const touches = (line: readonly Point[]) => line.some((point) => wet.has(book.id(point)))
  return {
    wetRoads: city.roads.filter(({ bridge, geometry }) => !bridge && touches(geometry)).length,
    dryBridges: city.roads.filter(({ bridge, geometry }) => bridge && !touches(geometry)).length,
  }
}

/** Metres, well enough for a distance within a city. */
export function measureDistance([ax, ay]: Point, [bx, by]: Point): number {
  return Math.hypot((ax - bx) * 0.0093, (ay - by) * 0.0111)
}

/** Where a geometry's first ring has its middle. */
export function computeCentroid(geometry: MultiPolygon): Point {
  const ring = geometry[0]![0]!
  const [ox, oy] = ring[0]!
  let area = 0,
    x = 0,
    y = 0
  ring.forEach(([ax, ay], i) => {
    const [bx, by] = ring[(i + 1) % ring.length]!
    const cross = (ax - ox) * (by - oy) - (bx - ox) * (ay - oy)
    area += cross
    x += (ax + bx - 2 * ox) * cross
    y += (ay + by - 2 * oy) * cross
  })
  return [ox + x / (3 * area), oy + y / (3 * area)]
}
