import type { z } from 'zod'
import type { getLineage } from '#shared/contract/drafts/history.ts'
import type { GridId } from '#shared/contract/ids.ts'

type Lineage = z.output<typeof getLineage.answer>
type Node = Lineage['nodes'][number]

/** One grid's life as a bar in a lane of its own, from one day's column to another's. */
export interface LineageLane {
  node: Node
  row: number
  from: number
  to: number | null
}

/** Land that went over on a day: from one lane to another. */
export interface LineageLink {
  operation: string
  column: number
  from: number
  to: number
}

export interface LineageLayout {
  /** Days on which something happened, the first first. */
  days: string[]
  lanes: LineageLane[]
  passages: LineageLink[]
}

/**
 * A family of grids as lanes over days: predecessors above what came out of them, so that lines cross as little as they
 * can. Days stand at equal distances: years in which nothing happened would take all the room.
 */
export function layOutLineage({ nodes, edges }: Pick<Lineage, 'nodes' | 'edges'>): LineageLayout {
  const days = [
    ...new Set([
      ...nodes.flatMap(({ validFrom, validTo }) => [validFrom, validTo ?? validFrom]),
      ...edges.map(({ day }) => day),
    ]),
  ].sort()
  const columnOf = new Map(days.map((day, column) => [day, column]))
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const successors = new Map<GridId, GridId[]>()
  for (const { predecessor, successor } of edges)
    successors.set(predecessor, [...(successors.get(predecessor) ?? []), successor])
  const born = new Set(edges.map(({ successor }) => successor))

  const rowOf = new Map<GridId, number>()
  const place = (id: GridId): void => {
    if (rowOf.has(id) || !byId.has(id)) return
    rowOf.set(id, rowOf.size)
    for (const next of [...(successors.get(id) ?? [])].sort(
      (a, b) => (byId.get(a)?.validFrom ?? '').localeCompare(byId.get(b)?.validFrom ?? '') || a - b,
    ))
      place(next)
  }
  const byAge = [...nodes].sort(
    (a, b) => a.validFrom.localeCompare(b.validFrom) || a.code.localeCompare(b.code),
  )
  for (const { id } of byAge) if (!born.has(id)) place(id)
  // whoever takes land back from their own successor stands in a ring, and is nobody's first
  for (const { id } of byAge) place(id)

  return {
    days,
    lanes: byAge
      .map((node) => ({
        node,
        row: rowOf.get(node.id) ?? 0,
        from: columnOf.get(node.validFrom) ?? 0,
        to: node.validTo === null ? null : (columnOf.get(node.validTo) ?? 0),
      }))
      .sort((a, b) => a.row - b.row),
    passages: edges
      .filter(
        ({ predecessor, successor }) =>
          predecessor !== successor && byId.has(predecessor) && byId.has(successor),
      )
      .map(({ predecessor, successor, operation, day }) => ({
        operation,
        column: columnOf.get(day) ?? 0,
        from: rowOf.get(predecessor) ?? 0,
        to: rowOf.get(successor) ?? 0,
      })),
  }
}
