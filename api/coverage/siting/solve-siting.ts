import type { SitingAnswer, SitingQuestion } from '#shared/contract/coverage/siting.ts'
import { chooseCatchments } from '#shared/coverage/reach/choose-catchments.ts'
import { buildMclpModel } from '#shared/coverage/siting/mclp-model.ts'
import { computeReachableDemand } from '#shared/coverage/siting/mclp-problem.ts'
import { createGainBounds } from '#shared/coverage/siting/gain-bounds.ts'
import { solveMclpGreedily, type SitePick as Choice } from '#shared/coverage/siting/greedy-mclp.ts'
import { solveCapacitatedMclpGreedily } from '#shared/coverage/siting/greedy-capacitated-mclp.ts'
import { solvePMedianGreedily } from '#shared/coverage/siting/p-median.ts'
import { buildCapacitatedMclpModel } from '#shared/coverage/siting/capacitated-mclp-model.ts'
import type { SolverModel } from '#shared/coverage/siting/solver-model.ts'
import { runSolver } from '../solver/run-solver.ts'
import type { PMedianJob } from '../solver/solve-p-median.ts'
import type { SolverProgress } from '../solver/solve-model.ts'
import { AppError } from '../../errors.ts'
import type { SitingProblem } from './build-siting-problem.ts'
import { toSitingAnswer } from './to-siting-answer.ts'
import { openSites } from './open-sites.ts'

/** After this time a search returns its best solution as not proven. */
const LIMIT_SECONDS = 120

/** Models with capacity limits and p-median have a variable per candidate-grid pair; with more pairs they take too long. */
const MOST_WAYS = 60_000

/** Solves a siting problem greedily: fast, without proof. */
export function solveSitingGreedily(prepared: SitingProblem, question: SitingQuestion): SitingAnswer {
  const begin = performance.now()
  const { sites, bounds } = greedy(prepared, question)
  return withGap(
    prepared,
    question,
    toSitingAnswer(prepared, question, sites, {
      method: 'greedy',
      proven: false,
      gap: null,
      bounds,
      seconds: (performance.now() - begin) / 1000,
    }),
    bounds,
  )
}

/**
 * Solves a siting problem exactly. When the exact model is too large, returns the greedy solution with a note.
 * @throws AppError unprocessable when the share cannot be reached
 */
export async function solveSitingExactly(
  prepared: SitingProblem,
  question: SitingQuestion,
  onProgress: (progress: SolverProgress) => void,
  signal: AbortSignal,
): Promise<{ answer: SitingAnswer; note: 'too_many_ways' | null }> {
  const begin = performance.now()
  const { candidates } = prepared
  if (question.objective === 'share' && missing(prepared, question) > mostToGain(prepared))
    throw new AppError('unprocessable', 'no set of candidates reaches so much', { reason: 'share_too_high' })
  const job = jobOf(prepared, question)
  if (job === null) {
    const answer = solveSitingGreedily(prepared, question)
    // a solution that reaches its bound is proven
    return { answer, note: answer.proven ? null : 'too_many_ways' }
  }
  const { values, proven, objective, bound } = await runSolver(
    { ...job, limitSeconds: LIMIT_SECONDS },
    onProgress,
    signal,
  )
  const chosen = inOrder(
    prepared,
    question,
    candidates.flatMap((_, site) => (values[site]! > 0.5 ? [site] : [])),
  )
  const answer = toSitingAnswer(prepared, question, chosen, {
    method: 'exact',
    proven,
    gap: null,
    bounds: [],
    seconds: (performance.now() - begin) / 1000,
  })
  const added = question.objective === 'share' ? chosen.length : gainOf(answer)
  const gap = proven ? 0 : bound === null || added === 0 ? null : Math.abs(bound - objective) / added
  return { answer: { ...answer, gap }, note: null }
}

/**
 * Computes the answer of given sites again on the current data.
 * @throws AppError unprocessable when a site is no longer a candidate
 */
export function recomputeSitingAnswer(
  prepared: SitingProblem,
  question: SitingQuestion,
  codes: readonly string[],
  proof: { proven: boolean; gap: number | null; seconds: number } | null,
): SitingAnswer {
  const rows = new Map(prepared.candidates.map(({ code }, site) => [code, site]))
  const chosen = codes.map((code) => {
    const site = rows.get(code)
    if (site === undefined)
      throw new AppError('unprocessable', 'there is no such candidate any more', {
        reason: 'site_gone',
        code,
      })
    return site
  })
  if (proof !== null)
    return toSitingAnswer(prepared, question, chosen, { method: 'exact', bounds: [], ...proof })
  const { sites, bounds } = greedy(prepared, question)
  const isGreedy = chosen.every((site, i) => site === sites[i])
  return withGap(
    prepared,
    question,
    toSitingAnswer(prepared, question, chosen, {
      method: isGreedy ? 'greedy' : 'chosen',
      proven: false,
      gap: null,
      bounds,
      seconds: 0,
    }),
    bounds,
  )
}

/** Returns the optimality gap of a solution from the upper bound. */
function withGap(
  prepared: SitingProblem,
  question: SitingQuestion,
  answer: SitingAnswer,
  bounds: ArrayLike<number>,
): SitingAnswer {
  const { length } = answer.sites
  if (length === 0) return answer
  if (question.objective !== 'share') {
    const added = gainOf(answer)
    // compared with the best of as many sites as are asked for, even if the solution has fewer
    const most = bounds[question.sites - 1]
    if (most === undefined || added === 0) return answer
    const gap = Math.max(0, most / added - 1)
    // households are integers: a solution within one of the bound is optimal
    return { ...answer, gap, proven: gap === 0 && question.objective === 'reach' }
  }
  const wanted = missing(prepared, question)
  const fewest = Array.from(bounds).findIndex((most) => most >= wanted) + 1
  return fewest === 0 || gainOf(answer) < wanted
    ? answer
    : { ...answer, gap: Math.max(0, 1 - fewest / length), proven: fewest === length }
}

/** Returns the total gain of the sites: households, or metres. */
const gainOf = ({ sites }: SitingAnswer): number => sites.reduce((total, { gain }) => total + gain, 0)

/** Builds the solver job; null: the model would be too large. */
function jobOf(
  prepared: SitingProblem,
  question: SitingQuestion,
): { median: PMedianJob } | { model: SolverModel } | null {
  const { catchments, people, demand, now, serve } = prepared
  const { objective, sites } = question
  if (objective === 'distance')
    return { median: { problem: { catchments, people, currentMetres: now }, sites, mostWays: MOST_WAYS } }
  const isShare = objective === 'share'
  if (serve === null)
    return { model: buildMclpModel(prepared, isShare ? { demand: missing(prepared, question) } : { sites }) }
  const model = buildCapacitatedMclpModel(
    serve,
    isShare ? { demand: sum(people) - sum(demand) + missing(prepared, question) } : { sites },
  )
  return model.cost.length > MOST_WAYS ? null : { model }
}

function greedy(
  prepared: SitingProblem,
  question: SitingQuestion,
): { sites: number[]; bounds: Float64Array } {
  const { catchments, people, demand, now, serve } = prepared
  const enough = question.objective === 'share' ? missing(prepared, question) : Infinity
  const bounds = createGainBounds(question.sites)
  let picks: Choice[]
  if (question.objective === 'distance')
    picks = solvePMedianGreedily({ catchments, people, currentMetres: now }, question.sites, bounds)
  else if (serve === null) picks = solveMclpGreedily(prepared, question.sites, enough, bounds)
  else
    picks = solveCapacitatedMclpGreedily(
      serve,
      question.sites,
      sum(people) - sum(demand) + enough,
      bounds,
    ).picks
  return { sites: picks.map(({ site }) => site - (serve?.fixed ?? 0)), bounds: bounds.bounds }
}

/** Returns the households that must still be reached for the target share. */
function missing({ people, demand }: SitingProblem, { share }: SitingQuestion): number {
  const all = sum(people)
  return Math.max(0, share * all - (all - sum(demand)))
}

/** Returns the households that sites at all candidates would add. */
function mostToGain(prepared: SitingProblem): number {
  const { candidates, demand, serve } = prepared
  if (serve === null) return computeReachableDemand(prepared)
  return (
    sum(demand) -
    sum(
      openSites(
        serve,
        candidates.map((_, site) => site),
      ).left,
    )
  )
}

/** Sorts chosen sites by gain, as the greedy solution does. */
function inOrder(
  { catchments, demand, serve, people, now }: SitingProblem,
  { objective }: SitingQuestion,
  chosen: readonly number[],
): number[] {
  const own = chooseCatchments(catchments, chosen)
  let picks: { site: number }[]
  if (objective === 'distance')
    picks = solvePMedianGreedily({ catchments: own, people, currentMetres: now }, chosen.length)
  else if (serve === null) picks = solveMclpGreedily({ catchments: own, demand }, chosen.length)
  else {
    const rows = [...Array(serve.fixed).keys(), ...chosen.map((site) => serve.fixed + site)]
    const few = {
      ...serve,
      catchments: chooseCatchments(
        { ...serve.catchments, metres: new Float64Array(serve.catchments.grid.length) },
        rows,
      ),
      capacity: rows.map((row) => serve.capacity[row]!),
    }
    picks = solveCapacitatedMclpGreedily(few, chosen.length).picks.map(({ site }) => ({
      site: site - serve.fixed,
    }))
  }
  const ordered = picks.map(({ site }) => chosen[site]!)
  return [...ordered, ...chosen.filter((site) => !ordered.includes(site))]
}

const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0)
