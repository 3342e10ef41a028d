import { createHash } from 'node:crypto'
import type { SitingQuestion } from '#shared/contract/coverage/siting.ts'
import type { SitingProblem } from '../siting-answer/siting-problem.ts'

/** Returns a hash that is equal for equal queries on equal data. A proof is valid as long as the hash stays equal. */
export function hashSitingProblem(
  question: SitingQuestion,
  { candidates, catchments, people, demand, now, serve }: SitingProblem,
): string {
  const hash = createHash('sha256').update(
    JSON.stringify([question, candidates.map(({ code, x, y }) => [code, x, y]), serve?.fixed ?? null]),
  )
  const arrays = [
    catchments.start,
    catchments.point,
    catchments.metres,
    people,
    demand,
    now,
    ...(serve === null
      ? []
      : [serve.catchments.start, serve.catchments.point, Float64Array.from(serve.capacity)]),
  ]
  for (const { buffer, byteOffset, byteLength } of arrays)
    hash.update(new Uint8Array(buffer, byteOffset, byteLength))
  return hash.digest('base64url')
}
