import type { SitingQuestion } from '#shared/contract/coverage/siting.ts'
import type { SitingProblem } from './siting-problem.ts'

/** Returns the households that must still be reached for the target share. */
export function sumMissing({ people, demand }: SitingProblem, { share }: SitingQuestion): number {
  const all = sum(people)
  return Math.max(0, share * all - (all - sum(demand)))
}

const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0)
