import type { Catchments } from '../reach/ways.ts'
import type { Pick } from './greedy-cover.ts'
import type { SolverModel } from './solver-model.ts'

/** People and how far they have it now; a candidate counts for the grids in its catchment alone. */
export interface MedianProblem {
  catchments: Catchments
  people: ArrayLike<number>
  /** Metres to the nearest place there is; never NaN: who cannot reach any has the farthest distance that counts. */
  now: ArrayLike<number>
}

/** Metres walked by all people together, with the given candidates besides what there is. */
export function totalMetres({ catchments: { start, grid, metres }, people, now }: MedianProblem, sites: readonly number[]): number {
  const best = Float64Array.from(now)
  for (const site of sites) for (let i = start[site]; i < start[site + 1]; i++) best[grid[i]] = Math.min(best[grid[i]], metres[i])
  let sum = 0
  for (let at = 0; at < best.length; at++) sum += best[at] * people[at]
  return sum
}

/** p-median, greedily: one site after the other, each where it saves most metres. `gain`: metres saved. */
export function greedyMedian({ catchments: { start, grid, metres }, people, now }: MedianProblem, most: number): Pick[] {
  const best = Float64Array.from(now)
  const picks: Pick[] = []
  while (picks.length < most) {
    let pick: Pick | null = null
    for (let site = 0; site + 1 < start.length; site++) {
      let gain = 0
      for (let i = start[site]; i < start[site + 1]; i++) {
        const saved = best[grid[i]] - metres[i]
        if (saved > 0) gain += saved * people[grid[i]]
      }
      if (gain > 0 && (pick === null || gain > pick.gain)) pick = { site, gain }
    }
    if (pick === null) break
    picks.push(pick)
    for (let i = start[pick.site]; i < start[pick.site + 1]; i++) best[grid[i]] = Math.min(best[grid[i]], metres[i])
  }
  return picks
}

/** p-median as a model that maximises the metres saved: a variable for each candidate, then one for each way that would save something. */
export function medianModel({ catchments: { start, grid, metres }, people, now }: MedianProblem, sites: number): SolverModel {
  const candidates = start.length - 1
  const ways: { site: number; at: number; saved: number }[] = []
  for (let site = 0; site < candidates; site++) {
    for (let i = start[site]; i < start[site + 1]; i++) {
      const saved = (now[grid[i]] - metres[i]) * people[grid[i]]
      if (saved > 0) ways.push({ site, at: grid[i], saved })
    }
  }
  const cost = new Float64Array(candidates + ways.length)
  ways.forEach((way, w) => { cost[candidates + w] = way.saved })
  const starts = [0]
  const indices: number[] = []
  const values: number[] = []
  const upper: number[] = []
  const row = (entries: readonly (readonly [number, number])[], limit: number) => {
    for (const [column, value] of entries) {
      indices.push(column)
      values.push(value)
    }
    starts.push(indices.length)
    upper.push(limit)
  }
  const byGrid = new Map<number, number[]>()
  ways.forEach(({ site, at }, w) => {
    row([[candidates + w, 1], [site, -1]], 0)
    byGrid.set(at, [...byGrid.get(at) ?? [], candidates + w])
  })
  // each grid goes to one place
  for (const columns of byGrid.values()) row(columns.map((column) => [column, 1] as const), 1)
  row(Array.from({ length: candidates }, (_, site) => [site, 1] as const), sites)
  return {
    maximise: true, cost, whole: candidates,
    rows: { starts: Int32Array.from(starts), indices: Int32Array.from(indices), values: Float64Array.from(values), lower: new Float64Array(upper.length).fill(-Infinity), upper: Float64Array.from(upper) },
  }
}
