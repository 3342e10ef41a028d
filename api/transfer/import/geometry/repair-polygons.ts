import Flatbush from 'flatbush'
import { dissolve } from '#shared/geometry/topology/dissolve.ts'
import { locatePointInRing } from '#shared/geometry/shapes/point-in-polygon.ts'
import { type MultiPolygon, type Point, type Ring } from '#shared/geometry/lattice.ts'
import { computeTwiceSignedArea } from '#shared/geometry/signed-area.ts'
import { findSelfIntersection } from '#shared/geometry/topology/find-self-intersection.ts'
import { orient2d } from '#shared/geometry/segments.ts'
import { getShapeBox } from '#shared/geometry/shapes/shape-box.ts'
import { dropThinLoops } from './drop-thin-loops.ts'
import { formatPlace } from './format-place.ts'
import type { RowProblem } from '../../../../data/formats/model/format.ts'

/**
 * Rings of a file as a multi-polygon that keeps every rule: open rings, outer ones counter-clockwise, holes clockwise
 * and inside, nothing that meets itself. No vertex is moved, none that matters dropped. `sorted`: the file says which
 * rings are holes; otherwise their nesting does.
 */
export function repairPolygons(
  polygons: readonly (readonly Ring[])[],
  sorted: boolean,
  toleranceM = 0,
): { area: MultiPolygon | null; problems: RowProblem[] } {
  const problems: RowProblem[] = []
  const note = (code: RowProblem['code']) => {
    if (!problems.some((each) => each.code === code)) problems.push({ code })
  }
  const cleaned: Ring[][] = []
  /** Parts of a ring that crossed itself, each as large as a part may be. */
  const loose: Ring[] = []
  for (const polygon of polygons) {
    const rings: Ring[] = []
    for (const [i, ring] of polygon.entries()) {
      let clean: Ring = cleanRing(ring, note)
      const mended = toleranceM > 0 ? mendRing(clean, toleranceM, problems) : null
      if (mended !== null && mended.length > 0) {
        clean = mended[0]!
        loose.push(...mended.slice(1))
      }
      const empty = clean.length < 3 || computeTwiceSignedArea(clean) === 0
      if (!empty) rings.push(clean)
      // a hole without area is nothing; nor is a ring of a shapefile, as long as another one is left
      else if (i > 0 || !sorted) note('hole_removed')
      else return { area: null, problems: [...problems, whyEmpty(clean)] }
    }
    if (rings.length > 0) cleaned.push(rings)
  }
  if (cleaned.length === 0) return { area: null, problems: [...problems, { code: 'no_area' }] }

  if (loose.length > 0) note('rings_sorted')
  let area: MultiPolygon =
    sorted && loose.length === 0
      ? cleaned.map((rings) => rings.map((ring, i) => turned(ring, i === 0, note)))
      : nest([...cleaned.flat(), ...loose])
  const crossing = findSelfIntersection(area)
  if (crossing || meet(area.flat())) {
    // rings that touch themselves or each other may be other rings than they were drawn as
    const anew = rebuilt(area)
    if (anew === null || findSelfIntersection(anew))
      return {
        area: null,
        problems: [
          ...problems,
          { code: 'self_crossing', details: { at: formatPlace(crossing ?? area[0]![0]![0]!) } },
        ],
      }
    if (!sameRings(area, anew)) {
      area = anew
      note('rings_sorted')
    }
  } else if (sorted && cleaned.length + cleaned[0]!.length > 2 && !isNested(area)) {
    area = nest(area.flat())
    note('rings_sorted')
  }
  return { area, problems }
}

/** The rings of which a ring consists that crosses itself in loops within the tolerance; null: it does not, or cannot be mended. */
function mendRing(ring: Ring, toleranceM: number, problems: RowProblem[]): Ring[] | null {
  if (ring.length < 4 || !findSelfIntersection([[ring]])) return null
  const mended = dropThinLoops(ring, toleranceM)
  if (mended === null || mended.dropped.length === 0) return null
  for (const { at, areaM2 } of mended.dropped)
    problems.push({
      code: 'loop_removed',
      details: { at: formatPlace(at), m2: Math.round(areaM2 * 10_000) / 10_000 },
    })
  return mended.rings
}

/** Two loops of equal size, one left and one right about, have no area together: they cross. */
function whyEmpty(ring: readonly Point[]): RowProblem {
  const [a, b] = ring
  if (!a || !b || ring.length < 3) return { code: 'too_few_points' }
  return ring.every((point) => orient2d(a, b, point) === 0)
    ? { code: 'no_area' }
    : { code: 'self_crossing', details: { at: formatPlace(findSelfIntersection([[ring]]) ?? a) } }
}

/** Without the closing point, repeated points and spikes. */
function cleanRing(ring: Ring, note: (code: RowProblem['code']) => void): Point[] {
  const points: Point[] = []
  for (const point of ring) if (points.length === 0 || !same(point, points.at(-1)!)) points.push(point)
  const closed = points.length > 1 && same(points[0]!, points.at(-1)!)
  if (closed) points.pop()
  else if (ring.length > 1) note('ring_closed')
  if (points.length + 1 < ring.length) note('points_repeated')
  for (let i = 0; points.length > 2 && i < points.length;) {
    const [before, after] = [(i + points.length - 1) % points.length, (i + 1) % points.length]
    if (!same(points[before]!, points[after]!)) {
      i++
      continue
    }
    // there and back on the same way: the tip goes, and one of its two equal neighbours
    note('spike_removed')
    points.splice(Math.max(i, after), 1)
    points.splice(Math.min(i, after), 1)
    i = Math.max(0, i - 2)
  }
  return points
}

/** The first point stays the first, so that turning twice changes nothing. */
function turned(ring: Ring, outer: boolean, note: (code: RowProblem['code']) => void): Ring {
  if (computeTwiceSignedArea(ring) > 0 === outer) return ring
  note('ring_turned')
  return reversed(ring)
}

const reversed = (ring: Ring): Ring => [ring[0]!, ...ring.slice(1).toReversed()]

/** Rings by how they lie in each other: even depth outer, odd depth hole of the ring just around it. */
function nest(rings: readonly Ring[]): MultiPolygon {
  const around = ringsAround(rings)
  const polygons = new Map<number, Ring[]>()
  rings.forEach((ring, i) => {
    if (around[i]!.length % 2 === 0)
      polygons.set(i, [computeTwiceSignedArea(ring) > 0 ? ring : reversed(ring)])
  })
  rings.forEach((ring, i) => {
    if (around[i]!.length % 2 === 1)
      polygons.get(around[i]![0]!)?.push(computeTwiceSignedArea(ring) < 0 ? ring : reversed(ring))
  })
  return [...polygons.values()]
}

/** Whether holes lie inside their own outer rings, and outer rings in no other. */
function isNested(area: MultiPolygon): boolean {
  const around = ringsAround(area.flat())
  let i = 0
  for (const polygon of area) {
    const outer = i
    for (const hole of polygon.keys()) {
      const own = around[i++]!
      if (hole === 0 ? own.length % 2 === 1 : own[0] !== outer || own.length % 2 === 0) return false
    }
  }
  return true
}

/** For each ring those that it lies in, the smallest first. The middle of an edge decides: rings share points, but no edge. */
function ringsAround(rings: readonly Ring[]): number[][] {
  if (rings.length === 1) return [[]]
  const sizes = rings.map((ring) => Math.abs(computeTwiceSignedArea(ring)))
  const index = new Flatbush(rings.length)
  for (const ring of rings) {
    const [west, south, east, north] = getShapeBox([[ring]])
    index.add(west, south, east, north)
  }
  index.finish()
  return rings.map(([a, b], i) => {
    const [x, y] = [(a![0] + b![0]) / 2, (a![1] + b![1]) / 2]
    return index
      .search(x, y, x, y)
      .filter(
        (other) =>
          other !== i && sizes[other]! > sizes[i]! && locatePointInRing(rings[other]!, x, y) === 'inside',
      )
      .sort((one, other) => sizes[one]! - sizes[other]!)
  })
}

/** Whether rings share a vertex anywhere: with each other, or a ring with itself. */
function meet(rings: readonly Ring[]): boolean {
  if (rings.length === 1) return false
  const known = new Set<string>()
  for (const ring of rings) {
    for (const [x, y] of ring) {
      const key = `${x} ${y}`
      if (known.has(key)) return true
      known.add(key)
    }
  }
  return false
}

/** The same edges walked anew: rings that touch fall apart where they touch, parts with a common border become one. */
function rebuilt(area: MultiPolygon): MultiPolygon | null {
  try {
    const anew = dissolve([area])
    return anew.length > 0 && sizeOf(anew) === sizeOf(area) ? anew : null
  } catch {
    return null
  }
}

const sizeOf = (area: MultiPolygon) =>
  area.flat().reduce((sum, ring) => sum + computeTwiceSignedArea(ring), 0)

/** Whether two areas have the same rings in the same polygons, wherever the rings begin. */
function sameRings(one: MultiPolygon, other: MultiPolygon): boolean {
  const keyOf = (area: MultiPolygon) =>
    area
      .map((polygon) => polygon.map(ringKey).sort().join('|'))
      .sort()
      .join('/')
  return keyOf(one) === keyOf(other)
}

function ringKey(ring: Ring): string {
  let first = 0
  ring.forEach(([x, y], i) => {
    const [leastX, leastY] = ring[first]!
    if (x < leastX || (x === leastX && y < leastY)) first = i
  })
  return [...ring.slice(first), ...ring.slice(0, first)].join(' ')
}

const same = (a: Point, b: Point) => a[0] === b[0] && a[1] === b[1]
