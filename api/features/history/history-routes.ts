import * as contract from '#shared/contract/drafts/history.ts'
import { loadSql } from '../../db/load-sql.ts'
import { withCity } from '../../db/transaction/with-city.ts'
import { createDraft } from '../../drafts/create-draft.ts'
import type { DraftService } from '../../drafts/draft-service.ts'
import { buildRestoreOperation } from '../../drafts/build-restore-operation.ts'
import { AppError } from '../../errors.ts'
import { getActor } from '../../http/endpoints/get-actor.ts'
import { type Api, registerEndpoint } from '../../http/endpoints/register-endpoint.ts'
import { toProvenance } from '../../snapshot/provenance.ts'
import { readChangesetDetail } from './read-changeset-detail.ts'
import { readHistoryEntries } from './read-history-entries.ts'
import { readGridsOnDay } from './read-grids-on-day.ts'
import { readStates } from './read-states.ts'
import type { ChangesetRow } from '../../changesets/changeset-states.ts'

const sql = {
  list: loadSql('api/features/history/sql/list-history.sql'),
  graph: loadSql('api/features/history/sql/list-lineage-edges.sql'),
  nodes: loadSql('api/features/history/sql/list-lineage-nodes.sql'),
}

/** What was when, who changed it, and the way back. */
export function registerHistoryRoutes(api: Api, draftService: DraftService): void {
  const { cities, database } = draftService
  const provenance = async (city: string) => toProvenance((await cities.get(city)).snapshot)

  registerEndpoint(
    api,
    contract.listHistory,
    async ({ params: { city }, query: { code, before, limit } }) => {
      const found = await withCity(
        database,
        city,
        async (tx) => {
          const { rows } = await tx.query<ChangesetRow>(sql.list, [code ?? null, before ?? null, limit + 1])
          return { entries: await readHistoryEntries(tx, rows.slice(0, limit)), more: rows.length > limit }
        },
        { access: 'read' },
      )
      return { provenance: await provenance(city), ...found }
    },
  )

  registerEndpoint(api, contract.getChangeset, async ({ params: { city, changeset } }) => {
    const { snapshot } = await cities.get(city)
    const found = await withCity(database, city, (tx) => readChangesetDetail(tx, changeset, snapshot), {
      access: 'read',
    })
    return { provenance: await provenance(city), ...found }
  })

  registerEndpoint(api, contract.getStates, async ({ params: { city, code } }) => {
    const found = await withCity(database, city, (tx) => readStates(tx, code), { access: 'read' })
    if (found.states.length === 0) throw new AppError('not_found', 'there is no such grid or unit', { code })
    return { provenance: await provenance(city), ...found }
  })

  registerEndpoint(api, contract.getLineage, async ({ params: { city, grid } }) => {
    const found = await withCity(
      database,
      city,
      async (tx) => {
        const { rows: edges } = await tx.query<{
          predecessor_id: number
          successor_id: number
          operation: string
          valid_from: string
          revision: number
        }>(sql.graph, [grid])
        const ids = [...new Set(edges.flatMap((edge) => [edge.predecessor_id, edge.successor_id]))]
        const { rows: nodes } = await tx.query<{
          id: number
          code: string
          name: string
          born: string
          valid_to: string | null
        }>(sql.nodes, [ids, grid])
        return { edges, nodes }
      },
      { access: 'read' },
    )
    if (found.nodes.length === 0) throw new AppError('not_found', 'there is no such grid', { grid })
    return {
      provenance: await provenance(city),
      nodes: found.nodes.map(({ id, code, name, born, valid_to }) => ({
        id,
        code,
        name,
        validFrom: born,
        validTo: valid_to,
      })),
      edges: found.edges.map((edge) => ({
        predecessor: edge.predecessor_id,
        successor: edge.successor_id,
        operation: edge.operation,
        day: edge.valid_from,
        revision: edge.revision,
      })),
    }
  })

  registerEndpoint(api, contract.getDay, async ({ params: { city, day }, query: { parent } }) => ({
    provenance: await provenance(city),
    day,
    ...(await withCity(database, city, (tx) => readGridsOnDay(tx, parent, day), { access: 'read' })),
  }))

  registerEndpoint(
    api,
    contract.revertChangeset,
    async ({ params: { city, changeset }, body: { id, name }, area, ...call }) => {
      const actor = getActor(call)
      const { street, operation, changedSince } = await withCity(database, city, (tx) =>
        buildRestoreOperation(tx, changeset),
      )
      area.require(street)
      return createDraft(draftService, actor, {
        city,
        street,
        id,
        name,
        reverts: { changeset, operation, changedSince },
      })
    },
  )
}
