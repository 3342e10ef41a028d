import * as contract from '#shared/contract/coverage/siting.ts'
import type { ComputeClient } from '../../coverage/compute/compute-client.ts'
import type { CoverageTableCache } from '../../coverage/coverage-table-cache.ts'
import { buildSitingProblem } from '../../coverage/siting/build-siting-problem.ts'
import { readCandidateLists } from '../../coverage/siting/candidates.ts'
import { hashSitingProblem } from '../../coverage/siting/hash-siting-problem.ts'
import { createProofTickets } from '../../coverage/siting/proof-tickets.ts'
import { listScenarios, retireScenario, saveScenario } from '../../coverage/siting/scenarios.ts'
import { recomputeSitingAnswer } from '../../coverage/siting/solve-siting.ts'
import type { Database } from '../../db/database.ts'
import { AppError } from '../../errors.ts'
import { getPrincipal } from '../../http/get-principal.ts'
import { getActor } from '../../http/endpoints/get-actor.ts'
import { type Api, registerEndpoint } from '../../http/endpoints/register-endpoint.ts'
import { toProvenance } from '../../snapshot/provenance.ts'
import type { SnapshotCache } from '../../snapshot/snapshot-cache.ts'
import { createProofStreamer } from './proof-stream.ts'

interface SitingRouteServices {
  database: Database
  cities: SnapshotCache
  tables: CoverageTableCache
  compute: ComputeClient
  secret: string
}

/** Routes of siting: solve, prove, and the saved scenarios. */
export function registerSitingRoutes(
  api: Api,
  { database, cities, tables, compute, secret }: SitingRouteServices,
): void {
  const tickets = createProofTickets(secret)
  const streamProof = createProofStreamer(tickets, compute)

  registerEndpoint(api, contract.solveSiting, async ({ params, body, signal }) => {
    const { snapshot } = await cities.get(params.city)
    const problem = await buildSitingProblem(snapshot, body, { database, tables, compute, signal })
    return {
      provenance: toProvenance(snapshot),
      options: problem.table.options,
      answer: await compute.answerSiting(problem, body, { by: 'greedy' }, signal),
    }
  })

  registerEndpoint(api, contract.proveSiting, ({ params, body, context }) => {
    const asker = { principal: getPrincipal(context), signal: context.req.raw.signal }
    return streamProof(asker, body, () =>
      context.get('queues').compute.run(asker.principal, asker.signal, async (signal) => {
        const { snapshot } = await cities.get(params.city)
        const problem = await buildSitingProblem(snapshot, body, { database, tables, compute, signal })
        return { provenance: toProvenance(snapshot), problem }
      }),
    )
  })

  registerEndpoint(api, contract.listCandidates, ({ params, query }) =>
    readCandidateLists(database, params.city, query.list),
  )

  registerEndpoint(api, contract.listScenarios, async ({ params }) => ({
    scenarios: await listScenarios({ database, cities }, params.city),
  }))

  registerEndpoint(
    api,
    contract.saveScenario,
    async ({ params: { city, scenario: id }, body: { name, question, sites, ticket }, ...call }) => {
      const { snapshot } = await cities.get(city)
      const problem = await buildSitingProblem(snapshot, question, {
        database,
        tables,
        compute,
        signal: call.signal,
      })
      const proof = tickets.open(ticket, sites)
      // a proof for another question or other data proves nothing about this one
      const isSameProblem = proof?.digest === hashSitingProblem(question, problem)
      const answer = await recomputeSitingAnswer(
        compute,
        problem,
        question,
        sites,
        isSameProblem ? proof : null,
      )
      const { revision } = snapshot
      await saveScenario(database, getActor(call), { city, id, name, question, answer, revision })
      const scenario = (await listScenarios({ database, cities }, city)).find((each) => each.id === id)
      if (scenario === undefined)
        throw new AppError('not_found', 'the scenario has been removed meanwhile', { scenario: id })
      return { scenario }
    },
  )

  registerEndpoint(api, contract.removeScenario, async ({ params: { city, scenario: id }, ...call }) => {
    await retireScenario(database, getActor(call), { city, id })
    return undefined
  })
}
