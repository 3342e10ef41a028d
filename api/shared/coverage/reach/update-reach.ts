import { float64At, int32At, uint32At, uint8At } from '../../geometry/at.ts'
import type { CoverageOptions } from '../../contract/coverage/coverage-options.ts'
import {
  computeReach,
  measureDistances,
  type PointDistances,
  type Reach,
  type ReachInput,
} from './measure-reach.ts'
import {
  type Catchments,
  createWayCollector,
  type DistanceMatrix,
  type NearestSites,
} from './distance-matrix.ts'
import { computeZones } from './catchment-zones.ts'

/** A measured reach, its input and its ways. */
export interface MeasuredReach {
  input: ReachInput
  ways: PointDistances
  reach: Reach
}

/**
 * Updates a reach after an edit. Only points at new positions are measured; all are if premises have opened,
 * closed or moved, or if there is no previous reach. The result equals that of measuring everything.
 *
 * @param createMatrix returns distances from the given points to the premises of `input`
 */
export function updateReach(
  before: MeasuredReach | undefined,
  input: ReachInput,
  createMatrix: (points: Int32Array) => DistanceMatrix,
  options: CoverageOptions,
): MeasuredReach {
  const known = before === undefined ? null : findKnownPoints(before.input, input)
  const ways =
    before === undefined || known === null
      ? measureDistances(input, createMatrix(input.points), options)
      : updateWays(before.ways, input, known, createMatrix, options)
  return { input, ways, reach: computeReach(input, ways, options) }
}

/**
 * Returns, for each point, the row of the same point before, each at most once; -1 for a point at a new position. null:
 * the premises have changed.
 */
function findKnownPoints(before: ReachInput, input: ReachInput): Int32Array | null {
  if (!isSame(before.sites, input.sites) || !isSame(before.kind, input.kind)) return null
  const count = input.points.length / 2
  const countBefore = before.points.length / 2
  const rowBefore = new Int32Array(count).fill(-1)
  const moved: number[] = []
  // nearly all points keep their row
  for (let point = 0; point < count; point++)
    if (
      before.points[2 * point] === input.points[2 * point] &&
      before.points[2 * point + 1] === input.points[2 * point + 1] &&
      before.rural[point] === input.rural[point]
    )
      rowBefore[point] = point
    else moved.push(point)
  const left = new Map<string, number[]>()
  const keyOf = ({ points, rural }: ReachInput, row: number) =>
    `${points[2 * row]},${points[2 * row + 1]},${rural[row]}`
  for (const row of [...moved.filter((each) => each < countBefore), ...listFrom(count, countBefore)]) {
    const key = keyOf(before, row)
    const rows = left.get(key)
    if (rows === undefined) left.set(key, [row])
    else rows.push(row)
  }
  for (const point of moved) rowBefore[point] = left.get(keyOf(input, point))?.pop() ?? -1
  return rowBefore
}

const listFrom = (from: number, to: number): number[] =>
  Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i)

function updateWays(
  before: PointDistances,
  input: ReachInput,
  rowBefore: Int32Array,
  createMatrix: (points: Int32Array) => DistanceMatrix,
  options: CoverageOptions,
): PointDistances {
  const count = rowBefore.length
  if (count === before.all.site.length && rowBefore.every((row, point) => row === point)) return before
  const unknown: number[] = []
  for (let point = 0; point < count; point++) if (rowBefore[point] === -1) unknown.push(point)
  const fresh = Uint32Array.from(unknown)
  const part: ReachInput = {
    ...input,
    points: new Int32Array(2 * fresh.length),
    rural: Uint8Array.from(fresh, (point) => uint8At(input.rural, point)),
  }
  fresh.forEach((point, i) => {
    part.points[2 * i] = int32At(input.points, 2 * point)
    part.points[2 * i + 1] = int32At(input.points, 2 * point + 1)
  })
  const measured = measureDistances(part, createMatrix(part.points), options)
  const keepsRows = rowBefore.every((row, point) => row < 0 || row === point)
  const merge = (known: NearestSites, found: NearestSites): NearestSites => {
    const merged = { site: new Int32Array(count), metres: new Float64Array(count) }
    if (keepsRows) {
      merged.site.set(known.site.subarray(0, count))
      merged.metres.set(known.metres.subarray(0, count))
    } else
      for (let point = 0; point < count; point++) {
        const row = int32At(rowBefore, point)
        if (row < 0) continue
        merged.site[point] = int32At(known.site, row)
        merged.metres[point] = float64At(known.metres, row)
      }
    fresh.forEach((point, i) => {
      merged.site[point] = int32At(found.site, i)
      merged.metres[point] = float64At(found.metres, i)
    })
    return merged
  }
  return {
    all: merge(before.all, measured.all),
    station: merge(before.station, measured.station),
    center: merge(before.center, measured.center),
    ...mergeCatchments(before, input, rowBefore, measured, fresh, options),
  }
}

type ZonedWays = Pick<PointDistances, 'catchments' | 'zone'>

/** Returns the catchments of the points that stay, under their new rows, and of the fresh points. */
function mergeCatchments(
  kept: PointDistances,
  { rural }: ReachInput,
  rowBefore: Int32Array,
  measured: ZonedWays,
  fresh: Uint32Array,
  options: CoverageOptions,
): ZonedWays {
  const rowNow = new Int32Array(kept.all.site.length).fill(-1)
  rowBefore.forEach((row, point) => {
    if (row >= 0) rowNow[row] = point
  })
  if (isAscending(rowBefore)) return mergeSorted(kept, rowNow, measured, fresh)
  const sites = kept.catchments.start.length - 1
  const collector = createWayCollector(sites, rowBefore.length)
  const add = ({ start, point, metres }: Catchments, site: number, rowOf: (point: number) => number) => {
    for (let i = uint32At(start, site); i < uint32At(start, site + 1); i++) {
      const row = rowOf(uint32At(point, i))
      if (row >= 0) collector.add(site, row, float64At(metres, i))
    }
  }
  for (let site = 0; site < sites; site++) {
    add(kept.catchments, site, (point) => int32At(rowNow, point))
    add(measured.catchments, site, (point) => uint32At(fresh, point))
  }
  const catchments = collector.finish()
  return { catchments, zone: computeZones(catchments, rural, options) }
}

/** Whether the points that stay are in the order of before. */
function isAscending(rows: Int32Array): boolean {
  let last = -1
  for (const row of rows) {
    if (row < 0) continue
    if (row < last) return false
    last = row
  }
  return true
}

/** As `mergeCatchments`, for points that stay in their order: both lists of each site are sorted. */
function mergeSorted(
  { catchments: kept, zone: keptZone }: ZonedWays,
  rowNow: Int32Array,
  { catchments: measured, zone: measuredZone }: ZonedWays,
  fresh: Uint32Array,
): ZonedWays {
  const sites = kept.start.length - 1
  const most = kept.point.length + measured.point.length
  const start = new Uint32Array(sites + 1)
  const point = new Uint32Array(most)
  const metres = new Float64Array(most)
  const zone = new Uint8Array(most)
  const isShifted = rowNow.some((now, row) => now >= 0 && now !== row)
  let count = 0
  /** Copies the ways from one row to before another, without those of points that are gone. */
  const copyWays = (from: number, to: number) => {
    while (from < to) {
      // points that stay follow each other in long runs, which are copied as a whole
      let end = from
      while (end < to && int32At(rowNow, uint32At(kept.point, end)) >= 0) end++
      if (isShifted)
        for (let i = from; i < end; i++) point[count + i - from] = int32At(rowNow, uint32At(kept.point, i))
      else point.set(kept.point.subarray(from, end), count)
      metres.set(kept.metres.subarray(from, end), count)
      zone.set(keptZone.subarray(from, end), count)
      count += end - from
      from = end + 1
    }
  }
  for (let site = 0; site < sites; site++) {
    let own = uint32At(kept.start, site)
    const end = uint32At(kept.start, site + 1)
    for (let i = uint32At(measured.start, site); i < uint32At(measured.start, site + 1); i++) {
      const next = uint32At(fresh, uint32At(measured.point, i))
      const from = own
      // points that are gone stand at -1: they are passed over
      while (own < end && int32At(rowNow, uint32At(kept.point, own)) < next) own++
      copyWays(from, own)
      point[count] = next
      metres[count] = float64At(measured.metres, i)
      zone[count] = uint8At(measuredZone, i)
      count++
    }
    copyWays(own, end)
    start[site + 1] = count
  }
  return {
    catchments: { start, point: point.subarray(0, count), metres: metres.subarray(0, count) },
    zone: zone.subarray(0, count),
  }
}

function isSame(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}
