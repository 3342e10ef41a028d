import type { SitingAnswer, SitingQuestion } from '#shared/contract/siting.ts'
import { chooseCatchments } from '#shared/coverage/reach/choose-catchments.ts'
import { coverModel } from '#shared/coverage/siting/cover-model.ts'
import { reachableDemand } from '#shared/coverage/siting/cover-problem.ts'
import { gainBounds } from '#shared/coverage/siting/gain-bounds.ts'
import { greedyCover, type Pick as Choice } from '#shared/coverage/siting/greedy-cover.ts'
import { greedyServe } from '#shared/coverage/siting/greedy-serve.ts'
import { greedyMedian } from '#shared/coverage/siting/median.ts'
import { serveModel } from '#shared/coverage/siting/serve-model.ts'
import type { SolverModel } from '#shared/coverage/siting/solver-model.ts'
import { prove } from '../../compute/prove.ts'
import type { MedianJob } from '../../compute/solve-median.ts'
import type { Progress } from '../../compute/solve-model.ts'
import { AppError } from '../../errors.ts'
import type { Prepared } from './prepare.ts'
import { toAnswer } from './to-answer.ts'
import { servedSites } from './served-sites.ts'

/** A search that has not ended by then gives the best it has found, and says that it is not proven. */
const LIMIT_SECONDS = 120

/** A model with limits has a variable for each way, as has one of p-median; beyond this many it would not end in any time that somebody waits. */
const MOST_WAYS = 60_000

/** The greedy answer, at once. */
export function solveGreedily(prepared: Prepared, question: SitingQuestion): SitingAnswer {
  const begin = performance.now()
  const { sites, bounds } = greedy(prepared, question)
  return withGap(
    prepared,
    question,
    toAnswer(prepared, question, sites, {
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
 * The best answer with its proof; where a proof would take too long the greedy one, with a note why.
 * @throws AppError unprocessable when the share cannot be reached
 */
export async function solveExactly(
  prepared: Prepared,
  question: SitingQuestion,
  onProgress: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<{ answer: SitingAnswer; note: 'too_many_ways' | null }> {
  const begin = performance.now()
  const { candidates } = prepared
  if (question.objective === 'share' && missing(prepared, question) > mostToGain(prepared))
    throw new AppError('unprocessable', 'no set of candidates reaches so much', { reason: 'share_too_high' })
  const job = jobOf(prepared, question)
  if (job === null) {
    const answer = solveGreedily(prepared, question)
    // what reaches its bound needs no other proof
    return { answer, note: answer.proven ? null : 'too_many_ways' }
  }
  const { values, proven, objective, bound } = await prove(
    { ...job, limitSeconds: LIMIT_SECONDS },
    onProgress,
    signal,
  )
  const chosen = inOrder(
    prepared,
    question,
    candidates.flatMap((_, site) => (values[site]! > 0.5 ? [site] : [])),
  )
  const answer = toAnswer(prepared, question, chosen, {
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
 * Sites that were found before, counted again on the data as it is now.
 * @throws AppError unprocessable when a site is no candidate any more
 */
export function countAgain(
  prepared: Prepared,
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
  if (proof !== null) return toAnswer(prepared, question, chosen, { method: 'exact', bounds: [], ...proof })
  const { sites, bounds } = greedy(prepared, question)
  const isGreedy = chosen.every((site, i) => site === sites[i])
  return withGap(
    prepared,
    question,
    toAnswer(prepared, question, chosen, {
      method: isGreedy ? 'greedy' : 'chosen',
      proven: false,
      gap: null,
      bounds,
      seconds: 0,
    }),
    bounds,
  )
}

/** How far from the best an answer is at most, by what no choice of sites exceeds. */
function withGap(
  prepared: Prepared,
  question: SitingQuestion,
  answer: SitingAnswer,
  bounds: ArrayLike<number>,
): SitingAnswer {
  const { length } = answer.sites
  if (length === 0) return answer
  if (question.objective !== 'share') {
    const added = gainOf(answer)
    const most = bounds[length - 1]
    if (most === undefined || added === 0) return answer
    const gap = Math.max(0, most / added - 1)
    // households are whole: what reaches its bound is the best
    return { ...answer, gap, proven: gap === 0 && question.objective === 'reach' }
  }
  const wanted = missing(prepared, question)
  const fewest = Array.from(bounds).findIndex((most) => most >= wanted) + 1
  return fewest === 0 || gainOf(answer) < wanted
    ? answer
    : { ...answer, gap: Math.max(0, 1 - fewest / length), proven: fewest === length }
}

/** What the sites add together: households, or metres. */
const gainOf = ({ sites }: SitingAnswer): number => sites.reduce((total, { gain }) => total + gain, 0)

/** null: the model would be too large. */
function jobOf(
  prepared: Prepared,
  question: SitingQuestion,
): { median: MedianJob } | { model: SolverModel } | null {
  const { catchments, people, demand, now, serve } = prepared
  const { objective, sites } = question
  if (objective === 'distance')
    return { median: { problem: { catchments, people, now }, sites, mostWays: MOST_WAYS } }
  const isShare = objective === 'share'
  if (serve === null)
    return { model: coverModel(prepared, isShare ? { demand: missing(prepared, question) } : { sites }) }
  const model = serveModel(
    serve,
    isShare ? { demand: sum(people) - sum(demand) + missing(prepared, question) } : { sites },
  )
  return model.cost.length > MOST_WAYS ? null : { model }
}

function greedy(prepared: Prepared, question: SitingQuestion): { sites: number[]; bounds: Float64Array } {
  const { catchments, people, demand, now, serve } = prepared
  const enough = question.objective === 'share' ? missing(prepared, question) : Infinity
  const bounds = gainBounds(question.sites)
  let picks: Choice[]
  if (question.objective === 'distance')
    picks = greedyMedian({ catchments, people, now }, question.sites, bounds)
  else if (serve === null) picks = greedyCover(prepared, question.sites, enough, bounds)
  else picks = greedyServe(serve, question.sites, sum(people) - sum(demand) + enough, bounds).picks
  return { sites: picks.map(({ site }) => site - (serve?.fixed ?? 0)), bounds: bounds.bounds }
}

/** Households that are still to be reached for the share. */
function missing({ people, demand }: Prepared, { share }: SitingQuestion): number {
  const all = sum(people)
  return Math.max(0, share * all - (all - sum(demand)))
}

/** Households that a station at every candidate would add. */
function mostToGain(prepared: Prepared): number {
  const { candidates, demand, serve } = prepared
  if (serve === null) return reachableDemand(prepared)
  return (
    sum(demand) -
    sum(
      servedSites(
        serve,
        candidates.map((_, site) => site),
      ).left,
    )
  )
}

/** In the order in which they add most, as the greedy answer has them. */
function inOrder(
  { catchments, demand, serve, people, now }: Prepared,
  { objective }: SitingQuestion,
  chosen: readonly number[],
): number[] {
  const own = chooseCatchments(catchments, chosen)
  let picks: { site: number }[]
  if (objective === 'distance') picks = greedyMedian({ catchments: own, people, now }, chosen.length)
  else if (serve === null) picks = greedyCover({ catchments: own, demand }, chosen.length)
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
    picks = greedyServe(few, chosen.length).picks.map(({ site }) => ({ site: site - serve.fixed }))
  }
  const ordered = picks.map(({ site }) => chosen[site]!)
  return [...ordered, ...chosen.filter((site) => !ordered.includes(site))]
}

const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0)
