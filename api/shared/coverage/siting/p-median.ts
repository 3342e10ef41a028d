import { float64At, numberAt, uint32At } from '../../geometry/at.ts'
import type { Catchments } from '../reach/distance-matrix.ts'
import type { GainBounds } from './gain-bounds.ts'
import type { SitePick } from './greedy-mclp.ts'
import { createConstraintRows } from './constraint-rows.ts'
import type { SolverModel } from './solver-model.ts'

/** People and their current distance; a candidate affects only the points in its catchment. */
export interface PMedianProblem {
  catchments: Catchments
  people: ArrayLike<number>
  /** Metres to the nearest existing site; unreachable ones count with the maximum distance, never NaN. */
  currentMetres: ArrayLike<number>
}

/**
 * Returns the metres walked by all people together, with the given candidates in addition to existing sites.
 */
export function computeTotalMetres(
  { catchments: { start, point, metres }, people, currentMetres: now }: PMedianProblem,
  sites: readonly number[],
): number {
  const best = Float64Array.from(now)
  for (const site of sites)
    for (let i = uint32At(start, site); i < uint32At(start, site + 1); i++)
      best[uint32At(point, i)] = Math.min(float64At(best, uint32At(point, i)), float64At(metres, i))
  let sum = 0
  for (let at = 0; at < best.length; at++) sum += float64At(best, at) * numberAt(people, at)
  return sum
}

/**
 * Greedy p-median: repeatedly chooses the site that saves most metres. `gain`: metres saved.
 *
 * @param bounds tightened on the way
 */
export function solvePMedianGreedily(
  { catchments: { start, point, metres }, people, currentMetres: now }: PMedianProblem,
  most: number,
  bounds?: GainBounds,
): SitePick[] {
  const best = Float64Array.from(now)
  const gains = new Float64Array(start.length - 1)
  const picks: SitePick[] = []
  for (let sum = 0; ;) {
    let pick = -1
    for (let site = 0; site < gains.length; site++) {
      let gain = 0
      for (let i = uint32At(start, site); i < uint32At(start, site + 1); i++) {
        const saved = float64At(best, uint32At(point, i)) - float64At(metres, i)
        if (saved > 0) gain += saved * numberAt(people, uint32At(point, i))
      }
      gains[site] = gain
      if (gain > 0 && (pick < 0 || gain > float64At(gains, pick))) pick = site
    }
    bounds?.tighten(sum, gains)
    if (pick < 0 || picks.length >= most) return picks
    picks.push({ site: pick, gain: float64At(gains, pick) })
    sum += float64At(gains, pick)
    for (let i = uint32At(start, pick); i < uint32At(start, pick + 1); i++)
      best[uint32At(point, i)] = Math.min(float64At(best, uint32At(point, i)), float64At(metres, i))
  }
}

/**
 * Builds the p-median model that maximises the saved metres: one variable per candidate, then one per
 * positive saving.
 */
export function buildPMedianModel(
  { catchments: { start, point, metres }, people, currentMetres: now }: PMedianProblem,
  sites: number,
): SolverModel {
  const candidates = start.length - 1
  const ways: { site: number; at: number; saved: number }[] = []
  for (let site = 0; site < candidates; site++) {
    for (let i = uint32At(start, site); i < uint32At(start, site + 1); i++) {
      const saved =
        (numberAt(now, uint32At(point, i)) - float64At(metres, i)) * numberAt(people, uint32At(point, i))
      if (saved > 0) ways.push({ site, at: uint32At(point, i), saved })
    }
  }
  const cost = new Float64Array(candidates + ways.length)
  ways.forEach((way, w) => {
    cost[candidates + w] = way.saved
  })
  const rows = createConstraintRows()
  const byGrid = new Map<number, number[]>()
  ways.forEach(({ site, at }, w) => {
    rows.add(
      [
        [candidates + w, 1],
        [site, -1],
      ],
      { upper: 0 },
    )
    const list = byGrid.get(at)
    if (list === undefined) byGrid.set(at, [candidates + w])
    else list.push(candidates + w)
  })
  // each point uses one site
  for (const columns of byGrid.values())
    rows.add(
      columns.map((column) => [column, 1]),
      { upper: 1 },
    )
  rows.add(
    Array.from({ length: candidates }, (_, site) => [site, 1]),
    { upper: sites },
  )
  return { maximise: true, cost, integerCount: candidates, rows: rows.made() }
}
