import type { SitingAnswer, SitingQuestion } from '#shared/contract/siting.ts'
import { coverModel } from '#shared/coverage/siting/cover-model.ts'
import { reachableDemand } from '#shared/coverage/siting/cover-problem.ts'
import { greedyCover } from '#shared/coverage/siting/greedy-cover.ts'
import { greedyMedian, medianModel } from '#shared/coverage/siting/median.ts'
import { prove } from '../../compute/prove.ts'
import type { Progress } from '../../compute/solve-model.ts'
import { AppError } from '../../errors.ts'
import type { Prepared } from './prepare.ts'
import { toAnswer } from './to-answer.ts'

/** A search that has not ended by then gives the best it has found, and says that it is not proven. */
const LIMIT_SECONDS = 120

/** A model of p-median has a variable for each way; beyond this many it would not end in any time that somebody waits. */
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
  const { candidates, catchments, people, demand, now } = prepared
  const model = question.objective === 'distance'
    ? medianModel({ catchments, people, now }, question.sites)
    : coverModel(prepared, question.objective === 'reach' ? { sites: question.sites } : { demand: missing(prepared, question) })
  if (question.objective === 'distance' && model.cost.length > MOST_WAYS) throw new AppError('unprocessable', 'there are too many ways for a proof', { reason: 'too_many_ways', ways: model.cost.length })
  if (question.objective === 'share' && missing(prepared, question) > reachableDemand({ catchments, demand })) throw new AppError('unprocessable', 'no set of candidates reaches so much', { reason: 'share_too_high' })
  const solved = await prove({ model, start: null, limitSeconds: LIMIT_SECONDS }, onProgress, signal)
  const chosen = candidates.flatMap((_, site) => (solved.values[site]! > 0.5 ? [site] : []))
  // in the order in which they add most, as the greedy answer has them
  const ordered = question.objective === 'distance' ? chosen : byGain(prepared, chosen)
  return toAnswer(prepared, question, ordered, { method: 'exact', proven: solved.proven, seconds: (performance.now() - begin) / 1000 })
}

function greedy(prepared: Prepared, question: SitingQuestion): number[] {
  const { catchments, people, now } = prepared
  const picks = question.objective === 'distance'
    ? greedyMedian({ catchments, people, now }, question.sites)
    : greedyCover(prepared, question.sites, question.objective === 'share' ? missing(prepared, question) : Infinity)
  return picks.map(({ site }) => site)
}

/** Households that are still to be reached for the share. */
function missing({ people, demand }: Prepared, { share }: SitingQuestion): number {
  const all = people.reduce((sum, each) => sum + each, 0)
  const lacking = demand.reduce((sum, each) => sum + each, 0)
  return Math.max(0, share * all - (all - lacking))
}

function byGain({ catchments: { start, grid }, demand }: Prepared, chosen: readonly number[]): number[] {
  const lists = chosen.map((site) => grid.slice(start[site]!, start[site + 1]!))
  const starts = Uint32Array.from([0, ...lists.map((_, i) => lists.slice(0, i + 1).reduce((sum, list) => sum + list.length, 0))])
  const flat = Uint32Array.from(lists.flatMap((list) => [...list]))
  const picks = greedyCover({ catchments: { start: starts, grid: flat }, demand }, chosen.length).map(({ site }) => chosen[site]!)
  return [...picks, ...chosen.filter((site) => !picks.includes(site))]
}
