import { uint32At } from '../../geometry/at.ts'
import { pickFloat64, pickUint32 } from '../../geometry/pick-rows.ts'

/** Called between the parts of a long calculation; throws when nobody waits for the result any more. */
export type Checkpoint = () => void

/** Points or sites that are computed between two checkpoints: some milliseconds of work. */
export const POINTS_PER_CHECK = 128

/** Whether a way counts. */
export type KeepWay = (point: number, site: number) => boolean

/**
 * Walking distances between demand points and sites. Numbers are rows of the given lists of points. Metres are walked
 * metres: straight ones times the detour factor, or along the network. Values are computed on demand.
 */
export interface DistanceMatrix {
  /**
   * Returns, for each point, the nearest site that passes `among` (default: all) and its metres; -1 and NaN if
   * unreachable, or if the point does not pass `of` (default: all).
   */
  nearest(among?: (site: number) => boolean, of?: (point: number) => boolean): NearestSites
  /**
   * Returns all points within reach of each site, by ways that pass `keep` (default: all).
   *
   * @param limits metres up to which each point is reached; below 0: never
   */
  within(limits: Float64Array, keep?: KeepWay): Catchments
}

export interface NearestSites {
  site: Int32Array
  metres: Float64Array
}

/** Site s reaches `point[start[s]] … point[start[s + 1]]`, in ascending order, each at `metres`. */
export interface Catchments {
  start: Uint32Array
  point: Uint32Array
  metres: Float64Array
}

/** Collects ways one by one, in any order; a city has millions. */
export interface WayCollector {
  add(site: number, point: number, metres: number): void
  finish(): Catchments
}

/** @param points number of demand points */
export function createWayCollector(sites: number, points: number): WayCollector {
  let count = 0
  let ways = {
    site: new Uint32Array(1024),
    point: new Uint32Array(1024),
    metres: new Float64Array(1024),
  }
  const grow = () => {
    const larger = {
      site: new Uint32Array(2 * ways.site.length),
      point: new Uint32Array(2 * ways.point.length),
      metres: new Float64Array(2 * ways.metres.length),
    }
    larger.site.set(ways.site)
    larger.point.set(ways.point)
    larger.metres.set(ways.metres)
    ways = larger
  }
  return {
    add(site, point, metres) {
      if (count === ways.site.length) grow()
      ways.site[count] = site
      ways.point[count] = point
      ways.metres[count] = metres
      count++
    },
    finish() {
      // two counting sorts, each of which keeps the order of equals
      const byPoint = sortByColumn(ways.point, count, points, null)
      const order = sortByColumn(ways.site, count, sites, byPoint.order)
      return {
        start: order.start,
        point: pickUint32(ways.point, order.order),
        metres: pickFloat64(ways.metres, order.order),
      }
    },
  }
}

/** Counting sort of the first `count` rows by a column of numbers below `size`. `rows`: their order before; null: ascending. */
function sortByColumn(
  column: Uint32Array,
  count: number,
  size: number,
  rows: Uint32Array | null,
): { start: Uint32Array; order: Uint32Array } {
  const start = new Uint32Array(size + 1)
  for (let i = 0; i < count; i++) {
    const value = uint32At(column, i)
    start[value + 1] = uint32At(start, value + 1) + 1
  }
  for (let i = 0; i < size; i++) start[i + 1] = uint32At(start, i + 1) + uint32At(start, i)
  const next = start.slice()
  const order = new Uint32Array(count)
  for (let i = 0; i < count; i++) {
    const row = rows === null ? i : uint32At(rows, i)
    const value = uint32At(column, row)
    const at = uint32At(next, value)
    order[at] = row
    next[value] = at + 1
  }
  return { start, order }
}

/** Converts lists by site. */
export function toCatchments(lists: readonly { point: number; metres: number }[][]): Catchments {
  const points = lists.flat().reduce((most, { point }) => Math.max(most, point + 1), 0)
  const collector = createWayCollector(lists.length, points)
  lists.forEach((list, site) => list.forEach(({ point, metres }) => collector.add(site, point, metres)))
  return collector.finish()
}
