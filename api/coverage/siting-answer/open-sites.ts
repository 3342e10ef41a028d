import { createDemandAssignment, type DemandAssignment } from '#shared/coverage/siting/demand-assignment.ts'
import type { CapacitatedMclpProblem } from '#shared/coverage/siting/capacitated-mclp-problem.ts'

/**
 * Assigns demand to existing premises, then opens the candidates in order.
 *
 * @param onOpen receives the unserved demand before each candidate opens
 */
export function openSites(
  problem: CapacitatedMclpProblem,
  candidates: readonly number[],
  onOpen: (candidate: number, before: Float64Array, service: DemandAssignment) => void = () => undefined,
): DemandAssignment {
  const service = createDemandAssignment(problem)
  for (let site = 0; site < problem.fixed; site++) service.open(site)
  for (const candidate of candidates) {
    const before = service.left.slice()
    service.open(problem.fixed + candidate)
    onOpen(candidate, before, service)
  }
  return service
}
