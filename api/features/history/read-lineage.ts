import { z } from 'zod'
import type { getLineage } from '#shared/contract/drafts/history.ts'
import { GridId, Revision } from '#shared/contract/ids.ts'
import type { Queryable } from '../../db/database.ts'
import { loadSql } from '../../db/load-sql.ts'
import { AppError } from '../../errors.ts'

const sql = {
  edges: loadSql('api/features/history/sql/list-lineage-edges.sql'),
  nodes: loadSql('api/features/history/sql/list-lineage-nodes.sql'),
}

const EdgeRow = z.object({
  predecessor_id: GridId,
  successor_id: GridId,
  operation: z.string(),
  valid_from: z.string(),
  revision: Revision,
})
const NodeRow = z.object({
  id: GridId,
  code: z.string(),
  name: z.string(),
  born: z.string(),
  valid_to: z.string().nullable(),
})

/** Returns the grids that a grid comes from and the grids that come from it. @throws AppError not_found */
export async function readLineage(
  tx: Queryable,
  grid: string,
): Promise<Omit<z.output<typeof getLineage.answer>, 'provenance'>> {
  const edges = z.array(EdgeRow).parse((await tx.query(sql.edges, [grid])).rows)
  const ids = [...new Set(edges.flatMap((edge) => [edge.predecessor_id, edge.successor_id]))]
  const nodes = z.array(NodeRow).parse((await tx.query(sql.nodes, [ids, grid])).rows)
  if (nodes.length === 0) throw new AppError('not_found', 'there is no such grid', { grid })
  return {
    nodes: nodes.map(({ born: validFrom, valid_to: validTo, ...node }) => ({ ...node, validFrom, validTo })),
    edges: edges.map((edge) => ({
      predecessor: edge.predecessor_id,
      successor: edge.successor_id,
      operation: edge.operation,
      day: edge.valid_from,
      revision: edge.revision,
    })),
  }
}
