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
  const merge = (known: NearestSites, found: NearestSites): NearestSites => {
    const merged = { site: new Int32Array(count), metres: new Float64Array(count) }
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
    catchments: mergeCatchments(before, rowBefore, measured.catchments, fresh),
  }
}

/** Returns the catchments of the points that stay, under their new rows, and of the fresh points. */
function mergeCatchments(
  { catchments, all }: PointDistances,
  rowBefore: Int32Array,
  measured: Catchments,
  fresh: Uint32Array,
): Catchments {
  const rowNow = new Int32Array(all.site.length).fill(-1)
  rowBefore.forEach((row, point) => {
    if (row >= 0) rowNow[row] = point
  })
  const sites = catchments.start.length - 1
  if (isAscending(rowBefore)) return mergeSorted(catchments, rowNow, measured, fresh)
  const collector = createWayCollector(sites, rowBefore.length)
  for (let site = 0; site < sites; site++) {
    for (let i = uint32At(catchments.start, site); i < uint32At(catchments.start, site + 1); i++) {
      const point = int32At(rowNow, uint32At(catchments.point, i))
      if (point >= 0) collector.add(site, point, float64At(catchments.metres, i))
    }
    for (let i = uint32At(measured.start, site); i < uint32At(measured.start, site + 1); i++)
      collector.add(site, uint32At(fresh, uint32At(measured.point, i)), float64At(measured.metres, i))
  }
  return collector.finish()
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
  kept: Catchments,
  rowNow: Int32Array,
  measured: Catchments,
  fresh: Uint32Array,
): Catchments {
  const sites = kept.start.length - 1
  const most = kept.point.length + measured.point.length
  const merged = {
    start: new Uint32Array(sites + 1),
    point: new Uint32Array(most),
    metres: new Float64Array(most),
  }
  let count = 0
  const add = (point: number, metres: number) => {
    merged.point[count] = point
    merged.metres[count] = metres
    count++
  }
  for (let site = 0; site < sites; site++) {
    let own = uint32At(kept.start, site)
    const end = uint32At(kept.start, site + 1)
    for (let i = uint32At(measured.start, site); i < uint32At(measured.start, site + 1); i++) {
      const next = uint32At(fresh, uint32At(measured.point, i))
      for (; own < end; own++) {
        const point = int32At(rowNow, uint32At(kept.point, own))
        if (point > next) break
        if (point >= 0) add(point, float64At(kept.metres, own))
      }
      add(next, float64At(measured.metres, i))
    }
    for (; own < end; own++) {
      const point = int32At(rowNow, uint32At(kept.point, own))
      if (point >= 0) add(point, float64At(kept.metres, own))
    }
    merged.start[site + 1] = count
  }
  return {
    start: merged.start,
    point: merged.point.subarray(0, count),
    metres: merged.metres.subarray(0, count),
  }
}

function isSame(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}
