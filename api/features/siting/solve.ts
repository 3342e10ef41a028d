import type { SitingAnswer, SitingQuestion } from '#shared/contract/siting.ts'
import { chooseCatchments } from '#shared/coverage/reach/choose-catchments.ts'
import { coverModel } from '#shared/coverage/siting/cover-model.ts'
import { reachableDemand } from '#shared/coverage/siting/cover-problem.ts'
import { greedyCover } from '#shared/coverage/siting/greedy-cover.ts'
import { greedyServe } from '#shared/coverage/siting/greedy-serve.ts'
import { greedyMedian, medianModel } from '#shared/coverage/siting/median.ts'
import { serveModel } from '#shared/coverage/siting/serve-model.ts'
import type { SolverModel } from '#shared/coverage/siting/solver-model.ts'
import { prove } from '../../compute/prove.ts'
import type { Progress } from '../../compute/solve-model.ts'
import { AppError } from '../../errors.ts'
import type { Prepared } from './prepare.ts'
import { toAnswer } from './to-answer.ts'
import { servedSites } from './served-sites.ts'

/** A search that has not ended by then gives the best it has found, and says that it is not proven. */
const LIMIT_SECONDS = 120

/** A model of p-median, or one with limits, has a variable for each way; beyond this many it would not end in any time that somebody waits. */
const MOST_WAYS = 60_000

/** The greedy answer, at once. */
export function solveGreedily(prepared: Prepared, question: SitingQuestion): SitingAnswer {
  const begin = performance.now()
  const chosen = greedy(prepared, question)
  return toAnswer(prepared, question, chosen, { method: 'greedy', proven: false, seconds: (performance.now() - begin) / 1000 })
}

/**
 * The best answer with its proof.
 * @throws AppError unprocessable when the share cannot be reached, or there are too many ways for a proof
 */
export async function solveExactly(prepared: Prepared, question: SitingQuestion, onProgress: (progress: Progress) => void, signal: AbortSignal): Promise<SitingAnswer> {
  const begin = performance.now()
  const { candidates } = prepared
  const model = modelOf(prepared, question)
  if ((question.objective === 'distance' || prepared.serve !== null) && model.cost.length > MOST_WAYS) throw new AppError('unprocessable', 'there are too many ways for a proof', { reason: 'too_many_ways', ways: model.cost.length })
  if (question.objective === 'share' && missing(prepared, question) > mostToGain(prepared)) throw new AppError('unprocessable', 'no set of candidates reaches so much', { reason: 'share_too_high' })
  const solved = await prove({ model, start: null, limitSeconds: LIMIT_SECONDS }, onProgress, signal)
  const chosen = candidates.flatMap((_, site) => (solved.values[site]! > 0.5 ? [site] : []))
  return toAnswer(prepared, question, inOrder(prepared, question, chosen), { method: 'exact', proven: solved.proven, seconds: (performance.now() - begin) / 1000 })
}

function modelOf(prepared: Prepared, question: SitingQuestion): SolverModel {
  const { catchments, people, demand, now, serve } = prepared
  if (question.objective === 'distance') return medianModel({ catchments, people, now }, question.sites)
  const isShare = question.objective === 'share'
  if (serve === null) return coverModel(prepared, isShare ? { demand: missing(prepared, question) } : { sites: question.sites })
  return serveModel(serve, isShare ? { demand: sum(people) - sum(demand) + missing(prepared, question) } : { sites: question.sites })
}

function greedy(prepared: Prepared, question: SitingQuestion): number[] {
  const { catchments, people, demand, now, serve } = prepared
  const enough = question.objective === 'share' ? missing(prepared, question) : Infinity
  if (question.objective === 'distance') return greedyMedian({ catchments, people, now }, question.sites).map(({ site }) => site)
  if (serve === null) return greedyCover(prepared, question.sites, enough).map(({ site }) => site)
  return greedyServe(serve, question.sites, sum(people) - sum(demand) + enough).picks.map(({ site }) => site - serve.fixed)
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
  return sum(demand) - sum(servedSites(serve, candidates.map((_, site) => site)).left)
}

/** In the order in which they add most, as the greedy answer has them. */
function inOrder({ catchments, demand, serve, people, now }: Prepared, { objective }: SitingQuestion, chosen: readonly number[]): number[] {
  const own = chooseCatchments(catchments, chosen)
  let picks: { site: number }[]
  if (objective === 'distance') picks = greedyMedian({ catchments: own, people, now }, chosen.length)
  else if (serve === null) picks = greedyCover({ catchments: own, demand }, chosen.length)
  else {
    const rows = [...Array(serve.fixed).keys(), ...chosen.map((site) => serve.fixed + site)]
    const few = { ...serve, catchments: chooseCatchments({ ...serve.catchments, metres: new Float64Array(serve.catchments.grid.length) }, rows), capacity: rows.map((row) => serve.capacity[row]!) }
    picks = greedyServe(few, chosen.length).picks.map(({ site }) => ({ site: site - serve.fixed }))
  }
  const ordered = picks.map(({ site }) => chosen[site]!)
  return [...ordered, ...chosen.filter((site) => !ordered.includes(site))]
}

const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0)
