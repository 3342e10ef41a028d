import type { SitingAnswer, SitingQuestion } from '#shared/contract/coverage/siting.ts'
import type { ComputeClient } from '../compute/compute-client.ts'
import { runSolver } from '../solver/run-solver.ts'
import type { SolverProgress } from '../solver/solve-model.ts'
import { AppError } from '../../errors.ts'
import type { SitingProof } from '../siting-answer/answer-siting.ts'
import type { SitingProblem } from '../siting-answer/siting-problem.ts'

/** After this time a search returns its best solution as not proven. */
const LIMIT_SECONDS = 120

type Compute = Pick<ComputeClient, 'answerSiting' | 'planSitingSearch'>

/**
 * Solves a siting problem exactly. When the exact model is too large, returns the greedy solution with a note.
 * @throws AppError unprocessable when the share cannot be reached
 */
export async function solveSitingExactly(
  compute: Compute,
  prepared: SitingProblem,
  question: SitingQuestion,
  onProgress: (progress: SolverProgress) => void,
  signal: AbortSignal,
): Promise<{ answer: SitingAnswer; note: 'too_many_ways' | null }> {
  const begin = performance.now()
  const search = await compute.planSitingSearch(prepared, question, signal)
  if ('none' in search) {
    if (search.none === 'share_too_high')
      throw new AppError('unprocessable', 'no set of candidates reaches so much', {
        reason: 'share_too_high',
      })
    const answer = await compute.answerSiting(prepared, question, { by: 'greedy' }, signal)
    // a solution that reaches its bound is proven
    return { answer, note: answer.proven ? null : 'too_many_ways' }
  }
  const { values, proven, objective, bound } = await runSolver(
    { ...search, limitSeconds: LIMIT_SECONDS },
    onProgress,
    signal,
  )
  const sites = prepared.candidates.flatMap((_, site) => (values[site]! > 0.5 ? [site] : []))
  const seconds = (performance.now() - begin) / 1000
  const found = { by: 'search', sites, proven, objective, bound, seconds } as const
  return { answer: await compute.answerSiting(prepared, question, found, signal), note: null }
}

/**
 * Computes the answer of given sites again on the current data.
 * @throws AppError unprocessable when a site is no longer a candidate
 */
export async function recomputeSitingAnswer(
  compute: Compute,
  prepared: SitingProblem,
  question: SitingQuestion,
  codes: readonly string[],
  proof: SitingProof | null,
): Promise<SitingAnswer> {
  const rows = new Map(prepared.candidates.map(({ code }, site) => [code, site]))
  const sites = codes.map((code) => {
    const site = rows.get(code)
    if (site === undefined)
      throw new AppError('unprocessable', 'there is no such candidate any more', {
        reason: 'site_gone',
        code,
      })
    return site
  })
  return compute.answerSiting(prepared, question, { by: 'person', sites, proof })
}
