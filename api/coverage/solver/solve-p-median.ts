import { selectCatchments } from '#shared/coverage/reach/select-catchments.ts'
import {
  solvePMedianGreedily,
  type PMedianProblem,
  buildPMedianModel,
} from '#shared/coverage/siting/p-median.ts'
import { solvePMedianByLagrangian } from '#shared/coverage/siting/lagrangian-p-median.ts'
import { type SolverProgress, type SolverResult, solveModel } from './solve-model.ts'

export interface PMedianJob {
  problem: PMedianProblem
  sites: number
  /** With more candidate-grid pairs than this no exact model is solved: it would take too long. */
  mostWays: number
}

/**
 * Solves a p-median problem to proven optimality: a Lagrangian relaxation rules out most candidates, and HiGHS solves the
 * model of the rest. Returns one value per candidate. Blocks the thread until the search ends.
 */
export async function solvePMedian(
  { problem, sites, mostWays }: PMedianJob,
  limitSeconds: number,
  onProgress: (progress: SolverProgress) => void = () => undefined,
): Promise<SolverResult> {
  const started = performance.now()
  const secondsNow = () => (performance.now() - started) / 1000
  const relaxed = solvePMedianByLagrangian(
    problem,
    sites,
    solvePMedianGreedily(problem, sites).map(({ site }) => site),
  )
  const found = {
    values: valuesOf(relaxed.chosen),
    objective: relaxed.saved,
    proven: relaxed.bound - relaxed.saved < 1,
    bound: relaxed.bound,
  }
  onProgress({
    seconds: secondsNow(),
    best: relaxed.saved,
    bound: relaxed.bound,
    gap: relaxed.saved > 0 ? relaxed.bound / relaxed.saved - 1 : null,
  })
  if (found.proven) return found
  const model = buildPMedianModel(
    { ...problem, catchments: selectCatchments(problem.catchments, relaxed.remaining) },
    sites,
  )
  if (model.cost.length > mostWays) return found
  const before = secondsNow()
  const solved = await solveModel(model, limitSeconds - before, ({ seconds, best, bound, gap }) =>
    onProgress({
      seconds: before + seconds,
      best: Math.max(best ?? 0, relaxed.saved),
      bound: Math.min(bound ?? Infinity, relaxed.bound),
      gap,
    }),
  )
  const bound = Math.max(relaxed.saved, Math.min(solved.bound ?? Infinity, relaxed.bound))
  if (!solved.proven && !(solved.objective > relaxed.saved)) return { ...found, bound }
  return { ...solved, values: valuesOf(relaxed.remaining.filter((_, at) => solved.values[at]! > 0.5)), bound }

  function valuesOf(chosen: readonly number[]): number[] {
    const values = new Array<number>(problem.catchments.start.length - 1).fill(0)
    for (const site of chosen) values[site] = 1
    return values
  }
}
