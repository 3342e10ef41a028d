import * as contract from '#shared/contract/history.ts'
import { loadSql } from '../../db/load-sql.ts'
import { withCity } from '../../db/with-city.ts'
import { createDraft } from '../../drafting/create-draft.ts'
import { joinBytes } from '../../drafting/ground-of.ts'
import type { Desk } from '../../drafting/open-desk.ts'
import { restoreOperation } from '../../drafting/restore-operation.ts'
import { AppError } from '../../errors.ts'
import { actorOf } from '../../http/actor-of.ts'
import { type Api, mount } from '../../http/mount.ts'
import { provenanceOf } from '../../snapshot/provenance.ts'
import { entriesOf } from './entries-of.ts'
import { gridsOnDay } from './grids-on-day.ts'
import { type ChangesetRow, emptyShape, figuresOf, stateRows } from '../../drafting/state-rows.ts'

const sql = {
  list: loadSql('api/features/history/sql/list-history.sql'),
  find: loadSql('api/features/history/sql/find-changeset.sql'),
  lineage: loadSql('api/features/history/sql/changeset-lineage.sql'),
  graph: loadSql('api/features/history/sql/lineage-graph.sql'),
  nodes: loadSql('api/features/history/sql/lineage-nodes.sql'),
}

/** What was when, who changed it, and the way back. */
export function historyRoutes(api: Api, desk: Desk): void {
  const { cities, database } = desk
  const provenance = async (city: string) => provenanceOf((await cities.get(city)).snapshot)

  mount(api, contract.listHistory, async ({ params: { city }, query: { code, before, limit } }) => {
    const found = await withCity(database, city, async (tx) => {
      const { rows } = await tx.query<ChangesetRow>(sql.list, [code ?? null, before ?? null, limit + 1])
      return { entries: await entriesOf(tx, rows.slice(0, limit)), more: rows.length > limit }
    }, { access: 'read' })
    return { provenance: await provenance(city), ...found }
  })

  mount(api, contract.getChangeset, async ({ params: { city, changeset } }) => {
    const found = await withCity(database, city, async (tx) => {
      const [entry] = await entriesOf(tx, (await tx.query<ChangesetRow>(sql.find, [changeset])).rows)
      if (!entry) throw new AppError('not_found', 'there is no such change', { changeset })
      const states = await stateRows(tx, changeset)
      const { rows: pairs } = await tx.query<{ predecessor_id: number; successor_id: number; operation: string }>(sql.lineage, [changeset])
      return { entry, states, pairs }
    }, { access: 'read' })
    return {
      provenance: await provenance(city),
      entry: found.entry,
      grids: found.states.map((row) => ({
        id: row.grid_id,
        what: row.what,
        codeBefore: row.code_before,
        codeAfter: row.code_after,
        community: row.community,
        before: figuresOf(row.before_fields, row.before_shape),
        after: figuresOf(row.after_fields, row.after_shape),
      })),
      shapesBefore: joinBytes(found.states.map((row) => row.before_shape ?? emptyShape)),
      shapesAfter: joinBytes(found.states.map((row) => row.after_shape ?? emptyShape)),
      lineage: found.pairs.map((pair) => ({ predecessor: pair.predecessor_id, successor: pair.successor_id, operation: pair.operation })),
    }
  })

  mount(api, contract.getLineage, async ({ params: { city, grid } }) => {
    const found = await withCity(database, city, async (tx) => {
      const { rows: edges } = await tx.query<{ predecessor_id: number; successor_id: number; operation: string; valid_from: string; revision: number }>(sql.graph, [grid])
      const ids = [...new Set(edges.flatMap((edge) => [edge.predecessor_id, edge.successor_id]))]
      const { rows: nodes } = await tx.query<{ id: number; code: string; name: string; born: string; valid_to: string | null }>(sql.nodes, [ids, grid])
      return { edges, nodes }
    }, { access: 'read' })
    if (found.nodes.length === 0) throw new AppError('not_found', 'there is no such grid', { grid })
    return {
      provenance: await provenance(city),
      nodes: found.nodes.map(({ id, code, name, born, valid_to }) => ({ id, code, name, validFrom: born, validTo: valid_to })),
      edges: found.edges.map((edge) => ({ predecessor: edge.predecessor_id, successor: edge.successor_id, operation: edge.operation, day: edge.valid_from, revision: edge.revision })),
    }
  })

  mount(api, contract.getDay, async ({ params: { city, day }, query: { parent } }) => ({
    provenance: await provenance(city),
    day,
    ...await withCity(database, city, (tx) => gridsOnDay(tx, parent, day), { access: 'read' }),
  }))

  mount(api, contract.revertChangeset, async ({ params: { city, changeset }, body: { id, name }, area, ...call }) => {
    const actor = actorOf(call)
    const { street, operation } = await withCity(database, city, (tx) => restoreOperation(tx, changeset))
    area.require(street)
    return createDraft(desk, actor, { city, street, id, name, reverts: { changeset, operation } })
  })
}
