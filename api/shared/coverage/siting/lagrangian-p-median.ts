import { float64At, numberAt, uint32At } from '../../geometry/at.ts'
import type { PMedianProblem } from './p-median.ts'
import { computeBestSavings, computePMedianSavings } from './p-median-savings.ts'
import { runVertexSubstitution } from './vertex-substitution.ts'

/**
 * Result of the relaxation of a p-median problem. Candidates are rows of its catchments; `saved` and `bound`
 * are metres walked by all people together.
 */
export interface LagrangianResult {
  /** Best choice found. */
  chosen: number[]
  saved: number
  /** Upper bound of `saved`; if equal, the choice is optimal. */
  bound: number
  /** Candidates that a better choice could contain; all others are excluded. */
  left: number[]
}

const MOST_ROUNDS = 2000
/** Initial step, rounds without a lower bound before the step is reduced, reduction factor, minimum step. */
const [FIRST_STEP, PATIENCE, SHORTER, LAST_STEP] = [1.5, 30, 0.7, 1e-4]

/**
 * Lagrangian relaxation of the p-median problem (Cornuéjols, Fisher, Nemhauser 1977; exclusion of candidates
 * after Beasley 1993). The constraint that each grid uses one site is replaced by prices. For given prices
 * the best choice is the candidates with the greatest savings beyond the prices, and its value plus the
 * prices is a bound. Prices of grids that several chosen candidates serve rise, prices of unserved grids fall
 * (subgradient method). A candidate with which the bound falls below a known choice is excluded.
 *
 * @param sites maximum number of sites
 * @param begin initial choice, e.g. the greedy one
 */
export function solvePMedianByLagrangian(
  problem: PMedianProblem,
  sites: number,
  begin: readonly number[],
): LagrangianResult {
  const ways = computePMedianSavings(problem)
  const { start, row, saved, rows } = ways
  const candidates = start.length - 1
  const relaxed: LagrangianResult = {
    chosen: [...begin],
    saved: 0,
    bound: Infinity,
    left: Array.from({ length: candidates }, (_, site) => site),
  }
  improve(runVertexSubstitution(ways, relaxed.left, begin))
  const price = computeBestSavings(ways, relaxed.chosen).map((most) => most / 2)
  let kept = price.slice()
  const worth = new Float64Array(candidates)
  let stale = 0
  for (let round = 0, step = FIRST_STEP; round < MOST_ROUNDS && step > LAST_STEP; round++) {
    for (const site of relaxed.left) worth[site] = worthOf(site)
    relaxed.left.sort((a, b) => float64At(worth, b) - float64At(worth, a) || a - b)
    const taken = relaxed.left.slice(0, sites).filter((site) => float64At(worth, site) > 0)
    improve(taken)
    const bound = sum(price) + taken.reduce((total, site) => total + float64At(worth, site), 0)
    stale = bound < relaxed.bound * (1 - 1e-6) ? 0 : stale + 1
    if (bound < relaxed.bound) {
      relaxed.bound = bound
      kept = price.slice()
    }
    ruleOut(bound, taken.length)
    if (relaxed.left.length <= sites) {
      improve(relaxed.left)
      relaxed.bound = relaxed.saved
    }
    // choices with an excluded candidate are no better than the known one
    relaxed.bound = Math.max(relaxed.bound, relaxed.saved)
    if (relaxed.bound - relaxed.saved < 1) break
    if (stale > PATIENCE) {
      improve(runVertexSubstitution(ways, relaxed.left, taken))
      step *= SHORTER
      stale = 0
      price.set(kept)
    } else if (!follow(taken, step * (bound - relaxed.saved))) break
  }
  relaxed.left.sort((a, b) => a - b)
  return relaxed

  function improve(chosen: readonly number[]): void {
    const value = sum(computeBestSavings(ways, chosen))
    if (value > relaxed.saved) Object.assign(relaxed, { chosen: [...chosen], saved: value })
  }

  function worthOf(site: number): number {
    let total = 0
    for (let i = uint32At(start, site); i < uint32At(start, site + 1); i++)
      total += Math.max(0, float64At(saved, i) - float64At(price, uint32At(row, i)))
    return total
  }

  /** Excludes each candidate that, in place of the last chosen one, stays below the best known value. */
  function ruleOut(bound: number, taken: number): void {
    const last = taken < sites ? 0 : float64At(worth, numberAt(relaxed.left, taken - 1))
    const rounding = 1e-9 * bound
    relaxed.left = relaxed.left.filter(
      (site, rank) => rank < taken || bound - last + float64At(worth, site) >= relaxed.saved - rounding,
    )
  }

  /** Moves the prices along the subgradient; false: it is zero, so the choice is optimal. */
  function follow(taken: readonly number[], length: number): boolean {
    const missing = new Float64Array(rows).fill(1)
    for (const site of taken)
      for (let i = uint32At(start, site); i < uint32At(start, site + 1); i++)
        if (float64At(saved, i) > float64At(price, uint32At(row, i)))
          missing[uint32At(row, i)] = float64At(missing, uint32At(row, i)) - 1
    let norm = 0
    for (let at = 0; at < rows; at++) {
      if (float64At(missing, at) > 0 && price[at] === 0) missing[at] = 0
      norm += float64At(missing, at) ** 2
    }
    if (norm === 0) return false
    for (let at = 0; at < rows; at++)
      price[at] = Math.max(0, float64At(price, at) - (length / norm) * float64At(missing, at))
    return true
  }
}

const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0)
