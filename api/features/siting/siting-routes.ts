import { z } from 'zod'
import * as contract from '#shared/contract/coverage/siting.ts'
import type { ComputeClient } from '../../coverage/compute/compute-client.ts'
import { commitChangeset } from '../../changesets/commit-changeset.ts'
import type { Database } from '../../db/database.ts'
import { loadSql } from '../../db/load-sql.ts'
import { withCity } from '../../db/transaction/with-city.ts'
import { AppError } from '../../errors.ts'
import { type Api, registerEndpoint } from '../../http/endpoints/register-endpoint.ts'
import type { SnapshotCache } from '../../snapshot/snapshot-cache.ts'
import type { CoverageTableCache } from '../../coverage/coverage-table-cache.ts'
import { toProvenance } from '../../snapshot/provenance.ts'
import { readCandidateLists } from '../../coverage/siting/candidates.ts'
import { buildSitingProblem } from '../../coverage/siting/build-siting-problem.ts'
import { hashSitingProblem } from '../../coverage/siting/hash-siting-problem.ts'
import {
  recomputeSitingAnswer,
  solveSitingExactly,
  solveSitingGreedily,
} from '../../coverage/siting/solve-siting.ts'
import { createProofTickets } from '../../coverage/siting/proof-tickets.ts'

const sql = {
  list: loadSql('api/features/siting/sql/list-scenarios.sql'),
  insert: loadSql('api/features/siting/sql/insert-scenario.sql'),
  remove: loadSql('api/features/siting/sql/retire-scenario.sql'),
}

const ScenarioRow = z
  .object({
    id: z.uuid(),
    name: z.string(),
    question: contract.SitingQuestion,
    answer: contract.SitingAnswer,
    revision: z.number().int(),
    actor: z.string(),
    saved_at: z.union([z.date(), z.string()]).transform((at) => new Date(at).toISOString()),
  })
  .transform(({ saved_at: savedAt, ...row }) => ({ ...row, savedAt }))

/** Searches of this server that run at one time: each has a thread and some hundred megabytes. */
const MOST_SEARCHES = 2

export function registerSitingRoutes(
  api: Api,
  {
    database,
    cities,
    tables,
    compute,
    secret,
  }: {
    database: Database
    cities: SnapshotCache
    tables: CoverageTableCache
    compute: ComputeClient
    secret: string
  },
): void {
  const tickets = createProofTickets(secret)
  let searches = 0
  const scenarios = async (city: string) => {
    const rows = await withCity(
      database,
      city,
      async (tx) => z.array(ScenarioRow).parse((await tx.query(sql.list)).rows),
      { access: 'read' },
    )
    const { changes } = await cities.get(city)
    const changedSince = (revision: number) =>
      revision < changes.base ||
      changes.list.some((change) => change.revision > revision && change.layers.length > 0)
    return rows.map((row) => ({ ...row, outdated: changedSince(row.revision) }))
  }

  registerEndpoint(api, contract.solveSiting, async ({ params, body }) => {
    const { snapshot } = await cities.get(params.city)
    const prepared = await buildSitingProblem(snapshot, body, { database, tables, compute })
    return {
      provenance: toProvenance(snapshot),
      options: prepared.table.options,
      answer: solveSitingGreedily(prepared, body),
    }
  })

  registerEndpoint(api, contract.proveSiting, async ({ params, body, context }) => {
    if (searches >= MOST_SEARCHES)
      throw new AppError('unavailable', 'as many searches as this server takes are running', { searches })
    const { snapshot } = await cities.get(params.city)
    const prepared = await buildSitingProblem(snapshot, body, { database, tables, compute })
    const end = new AbortController()
    context.req.raw.signal.addEventListener('abort', () => end.abort(), { once: true })
    searches++
    const text = new TextEncoder()
    const stream = new ReadableStream<Uint8Array>({
      start(controller) {
        const send = (line: contract.SitingMessage) => {
          if (!end.signal.aborted) controller.enqueue(text.encode(`${JSON.stringify(line)}\n`))
        }
        solveSitingExactly(prepared, body, (progress) => send({ kind: 'progress', ...progress }), end.signal)
          .then(({ answer, note }) => {
            const { method, proven, gap, seconds } = answer
            const ticket =
              method === 'exact'
                ? tickets.issue({
                    digest: hashSitingProblem(body, prepared),
                    sites: answer.sites.map(({ code }) => code),
                    proven,
                    gap,
                    seconds,
                  })
                : null
            send({
              kind: 'answer',
              provenance: toProvenance(snapshot),
              options: prepared.table.options,
              answer,
              ticket,
              note,
            })
          })
          .catch((error: unknown) =>
            send({
              kind: 'failed',
              code: error instanceof AppError ? String(error.details['reason'] ?? error.code) : 'internal',
            }),
          )
          .finally(() => {
            searches--
            if (!end.signal.aborted) controller.close()
          })
      },
      cancel() {
        end.abort()
      },
    })
    return new Response(stream, {
      headers: {
        'content-type': 'application/x-ndjson',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      },
    })
  })

  registerEndpoint(api, contract.listCandidates, async ({ params, query }) =>
    readCandidateLists(database, params.city, query.list),
  )

  registerEndpoint(api, contract.listScenarios, async ({ params }) => ({
    scenarios: await scenarios(params.city),
  }))

  registerEndpoint(
    api,
    contract.saveScenario,
    async ({ params: { city, scenario }, body: { name, question, sites, ticket }, session, context }) => {
      const { snapshot } = await cities.get(city)
      const prepared = await buildSitingProblem(snapshot, question, { database, tables, compute })
      const proof = tickets.open(ticket, sites)
      // what was proven about another question, or other data, is not proven about these
      const answer = recomputeSitingAnswer(
        prepared,
        question,
        sites,
        proof?.digest === hashSitingProblem(question, prepared) ? proof : null,
      )
      const actor = session?.name ?? 'nobody'
      const { address } = context.get('client')
      await commitChangeset(
        database,
        {
          city,
          actor,
          note: name,
          requestId: scenario,
          kind: 'siting.save',
          ...(address === null ? {} : { address }),
        },
        async (tx, { at, changesetId }) => {
          await tx.query(sql.insert, [
            scenario,
            name,
            question,
            answer,
            snapshot.revision,
            actor,
            at,
            changesetId,
          ])
          return { answer: null, box: null, layers: [], audit: { object: `siting:${scenario}` } }
        },
      )
      const saved = (await scenarios(city)).find(({ id }) => id === scenario)
      if (saved === undefined)
        throw new AppError('not_found', 'the scenario has been removed meanwhile', { scenario })
      return { scenario: saved }
    },
  )

  registerEndpoint(api, contract.removeScenario, async ({ params: { city, scenario }, session, context }) => {
    const { address } = context.get('client')
    await commitChangeset(
      database,
      {
        city,
        actor: session?.name ?? 'nobody',
        note: scenario,
        requestId: crypto.randomUUID(),
        kind: 'siting.remove',
        ...(address === null ? {} : { address }),
      },
      async (tx, { at }) => {
        const { rows } = await tx.query(sql.remove, [scenario, at])
        if (rows.length === 0) throw new AppError('not_found', 'there is no such scenario', { scenario })
        return { answer: null, box: null, layers: [], audit: { object: `siting:${scenario}` } }
      },
    )
    return undefined
  })
}
