import type { Catchments } from '#shared/coverage/reach/distance-matrix.ts'
import { selectCatchments } from '#shared/coverage/reach/select-catchments.ts'

/** The sites that reach the most demand, when there are more. */
export interface UsefulSites {
  count: number
  /** Households of each demand point. */
  demand: Float64Array
}

/** Catchments of some of the sites that were asked about. */
export interface ChosenCatchments extends Catchments {
  /** The sites, in ascending order, as rows of those that were asked about. */
  sites: Uint32Array
}

/** Keeps the sites that reach the most demand, and the earlier one of two that reach as much. */
export function keepMostUseful(all: Catchments, { count, demand }: UsefulSites): ChosenCatchments {
  const { start, point } = all
  const rows = Uint32Array.from({ length: start.length - 1 }, (_, site) => site)
  if (rows.length <= count) return { ...all, sites: rows }
  const reach = Float64Array.from(rows, (site) => {
    let sum = 0
    for (let i = start[site]!; i < start[site + 1]!; i++) sum += demand[point[i]!]!
    return sum
  })
  const sites = rows
    .sort((a, b) => reach[b]! - reach[a]! || a - b)
    .slice(0, count)
    .sort()
  return { ...selectCatchments(all, Array.from(sites)), sites }
}
