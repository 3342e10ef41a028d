import { openService, type Service } from '#shared/coverage/siting/open-service.ts'
import type { ServeProblem } from '#shared/coverage/siting/serve-problem.ts'

/** Opens what is there, then the candidates in their order. `onOpen` is told who was not served before each of them. */
export function servedSites(
  problem: ServeProblem,
  candidates: readonly number[],
  onOpen: (candidate: number, before: Float64Array, service: Service) => void = () => undefined,
): Service {
  const service = openService(problem)
  for (let site = 0; site < problem.fixed; site++) service.open(site)
  for (const candidate of candidates) {
    const before = service.left.slice()
    service.open(problem.fixed + candidate)
    onOpen(candidate, before, service)
  }
  return service
}
