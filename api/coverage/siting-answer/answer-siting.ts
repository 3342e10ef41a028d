import type { SitingAnswer, SitingQuestion } from '#shared/contract/coverage/siting.ts'
import { createGainBounds } from '#shared/coverage/siting/gain-bounds.ts'
import { solveMclpGreedily, type SitePick as Choice } from '#shared/coverage/siting/greedy-mclp.ts'
import { solveCapacitatedMclpGreedily } from '#shared/coverage/siting/greedy-capacitated-mclp.ts'
import { solvePMedianGreedily } from '#shared/coverage/siting/p-median.ts'
import { sortByGain } from './sort-by-gain.ts'
import type { SitingProblem } from './siting-problem.ts'
import { sumMissing } from './sum-missing.ts'
import { toSitingAnswer } from './to-siting-answer.ts'

/** What is known of the solution of a search. */
export type SitingProof = Pick<SitingAnswer, 'proven' | 'gap' | 'seconds'>

/** Which sites an answer has: `greedy` chooses them; the others are rows of candidates. */
export type SitingChoice =
  | { by: 'greedy' }
  /** Found by a search: `bound` and `objective` of the solver. */
  | {
      by: 'search'
      sites: readonly number[]
      proven: boolean
      objective: number
      bound: number | null
      seconds: number
    }
  /** Chosen before, on earlier data. */
  | { by: 'person'; sites: readonly number[]; proof: SitingProof | null }

/** Computes the answer of a siting query: up to half a second of work, for the compute worker. */
export function answerSiting(
  prepared: SitingProblem,
  question: SitingQuestion,
  choice: SitingChoice,
): SitingAnswer {
  switch (choice.by) {
    case 'greedy':
      return answerGreedily(prepared, question)
    case 'search':
      return answerSearch(prepared, question, choice)
    case 'person':
      return choice.proof === null
        ? answerChosen(prepared, question, choice.sites)
        : toSitingAnswer(prepared, question, choice.sites, { method: 'exact', bounds: [], ...choice.proof })
  }
}

function answerGreedily(prepared: SitingProblem, question: SitingQuestion): SitingAnswer {
  const begin = performance.now()
  const { sites, bounds } = chooseGreedily(prepared, question)
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

function answerSearch(
  prepared: SitingProblem,
  question: SitingQuestion,
  { sites, proven, objective, bound, seconds }: Extract<SitingChoice, { by: 'search' }>,
): SitingAnswer {
  const chosen = sortByGain(prepared, question, sites)
  const how = { method: 'exact', proven, gap: null, bounds: [], seconds } as const
  const answer = toSitingAnswer(prepared, question, chosen, how)
  const added = question.objective === 'share' ? chosen.length : gainOf(answer)
  const gap = proven ? 0 : bound === null || added === 0 ? null : Math.abs(bound - objective) / added
  return { ...answer, gap }
}

function answerChosen(
  prepared: SitingProblem,
  question: SitingQuestion,
  chosen: readonly number[],
): SitingAnswer {
  const { sites, bounds } = chooseGreedily(prepared, question)
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
  const wanted = sumMissing(prepared, question)
  const fewest = Array.from(bounds).findIndex((most) => most >= wanted) + 1
  return fewest === 0 || gainOf(answer) < wanted
    ? answer
    : { ...answer, gap: Math.max(0, 1 - fewest / length), proven: fewest === length }
}

/** Returns the total gain of the sites: households, or metres. */
const gainOf = ({ sites }: SitingAnswer): number => sites.reduce((total, { gain }) => total + gain, 0)

function chooseGreedily(
  prepared: SitingProblem,
  question: SitingQuestion,
): { sites: number[]; bounds: Float64Array } {
  const { catchments, people, demand, now, serve } = prepared
  const enough = question.objective === 'share' ? sumMissing(prepared, question) : Infinity
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

const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0)
