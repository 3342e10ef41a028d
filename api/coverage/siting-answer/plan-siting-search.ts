import type { SitingQuestion } from '#shared/contract/coverage/siting.ts'
import { buildCapacitatedMclpModel } from '#shared/coverage/siting/capacitated-mclp-model.ts'
import { buildMclpModel } from '#shared/coverage/siting/mclp-model.ts'
import { computeReachableDemand } from '#shared/coverage/siting/mclp-problem.ts'
import type { SolverModel } from '#shared/coverage/siting/solver-model.ts'
import type { PMedianJob } from '../solver/solve-p-median.ts'
import { openSites } from './open-sites.ts'
import type { SitingProblem } from './siting-problem.ts'
import { sumMissing } from './sum-missing.ts'

/** Models with capacity limits and p-median have a variable per candidate-grid pair; with more pairs they take too long. */
const MOST_WAYS = 60_000

/** A problem for the solver; or why there is none. */
export type SitingSearch =
  { median: PMedianJob } | { model: SolverModel } | { none: 'too_many_ways' | 'share_too_high' }

export function planSitingSearch(prepared: SitingProblem, question: SitingQuestion): SitingSearch {
  if (question.objective === 'share' && sumMissing(prepared, question) > mostToGain(prepared))
    return { none: 'share_too_high' }
  return buildJob(prepared, question) ?? { none: 'too_many_ways' }
}

/** Builds the solver job; null: the model would be too large. */
function buildJob(
  prepared: SitingProblem,
  question: SitingQuestion,
): { median: PMedianJob } | { model: SolverModel } | null {
  const { catchments, people, demand, now, serve } = prepared
  const { objective, sites } = question
  if (objective === 'distance')
    return { median: { problem: { catchments, people, currentMetres: now }, sites, mostWays: MOST_WAYS } }
  const isShare = objective === 'share'
  if (serve === null)
    return {
      model: buildMclpModel(prepared, isShare ? { demand: sumMissing(prepared, question) } : { sites }),
    }
  const model = buildCapacitatedMclpModel(
    serve,
    isShare ? { demand: sum(people) - sum(demand) + sumMissing(prepared, question) } : { sites },
  )
  return model.cost.length > MOST_WAYS ? null : { model }
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

const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0)
