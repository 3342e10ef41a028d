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
  remaining: number[]
}

const MAX_ROUNDS = 2000
/** Initial step, rounds without a lower bound before the step is reduced, reduction factor, minimum step. */
const [FIRST_STEP, PATIENCE, SHORTER, LAST_STEP] = [1.5, 30, 0.7, 1e-4]

/**
 * Lagrangian relaxation of the p-median problem (Cornuéjols, Fisher, Nemhauser 1977; exclusion of candidates
 * after Beasley 1993). The constraint that each point uses one site is replaced by prices. For given prices
 * the best choice is the candidates with the greatest savings beyond the prices, and its value plus the
 * prices is a bound. Prices of points that several chosen candidates serve rise, prices of unserved points fall
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
  const result: LagrangianResult = {
    chosen: [...begin],
    saved: 0,
    bound: Infinity,
    remaining: Array.from({ length: candidates }, (_, site) => site),
  }
  improve(runVertexSubstitution(ways, result.remaining, begin))
  const price = computeBestSavings(ways, result.chosen).map((most) => most / 2)
  let bestPrice = price.slice()
  const value = new Float64Array(candidates)
  let roundsWithoutProgress = 0
  for (let round = 0, step = FIRST_STEP; round < MAX_ROUNDS && step > LAST_STEP; round++) {
    for (const site of result.remaining) value[site] = computeValue(site)
    result.remaining.sort((a, b) => float64At(value, b) - float64At(value, a) || a - b)
    const chosen = result.remaining.slice(0, sites).filter((site) => float64At(value, site) > 0)
    improve(chosen)
    const bound = sum(price) + chosen.reduce((total, site) => total + float64At(value, site), 0)
    roundsWithoutProgress = bound < result.bound * (1 - 1e-6) ? 0 : roundsWithoutProgress + 1
    if (bound < result.bound) {
      result.bound = bound
      bestPrice = price.slice()
    }
    excludeCandidates(bound, chosen.length)
    if (result.remaining.length <= sites) {
      improve(result.remaining)
      result.bound = result.saved
    }
    // choices with an excluded candidate are no better than the known one
    result.bound = Math.max(result.bound, result.saved)
    if (result.bound - result.saved < 1) break
    if (roundsWithoutProgress > PATIENCE) {
      improve(runVertexSubstitution(ways, result.remaining, chosen))
      step *= SHORTER
      roundsWithoutProgress = 0
      price.set(bestPrice)
    } else if (!movePrices(chosen, step * (bound - result.saved))) break
  }
  result.remaining.sort((a, b) => a - b)
  return result

  function improve(chosen: readonly number[]): void {
    const value = sum(computeBestSavings(ways, chosen))
    if (value > result.saved) Object.assign(result, { chosen: [...chosen], saved: value })
  }

  function computeValue(site: number): number {
    let total = 0
    for (let i = uint32At(start, site); i < uint32At(start, site + 1); i++)
      total += Math.max(0, float64At(saved, i) - float64At(price, uint32At(row, i)))
    return total
  }

  /** Excludes each candidate that, in place of the last chosen one, stays below the best known value. */
  function excludeCandidates(bound: number, count: number): void {
    const last = count < sites ? 0 : float64At(value, numberAt(result.remaining, count - 1))
    const rounding = 1e-9 * bound
    result.remaining = result.remaining.filter(
      (site, rank) => rank < count || bound - last + float64At(value, site) >= result.saved - rounding,
    )
  }

  /** Moves the prices along the subgradient; false: it is zero, so the choice is optimal. */
  function movePrices(chosen: readonly number[], length: number): boolean {
    const missing = new Float64Array(rows).fill(1)
    for (const site of chosen)
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
