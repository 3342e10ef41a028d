// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { GridId, Revision } from '#shared/contract/ids.ts'
import { layOutLineage } from '../../web/features/history/lineage/lay-out-lineage.ts'

const node = (id: number, validFrom: string, validTo: string | null = null) => ({
  id: GridId.parse(id),
  code: `32090200100100${id}`,
  name: `grid ${id}`,
  validFrom,
  validTo,
})
const edge = (predecessor: number, successor: number, day: string, operation = 'split') => ({
  predecessor: GridId.parse(predecessor),
  successor: GridId.parse(successor),
  operation,
  day,
  revision: Revision.parse(1),
})

/**
 *     2016        2020        2024
 *     1 ──────┬───────────────────
 *             └─ 3 ─────────┐
 *     2 ────────────────────┴─────
 */
const nodes = [node(1, '2016-01-01'), node(2, '2016-01-01'), node(3, '2020-05-01', '2024-02-01')]
const edges = [edge(1, 3, '2020-05-01'), edge(3, 2, '2024-02-01', 'merge')]

describe('the lineage diagram of grids', () => {
  it('gives each grid a lane, successors below their predecessors, and each day a column', () => {
    const { days, lanes, passages } = layOutLineage({ nodes, edges })
    expect(days).toEqual(['2016-01-01', '2020-05-01', '2024-02-01'])
    expect(lanes.map(({ node: { id }, row, from, to }) => [id, row, from, to])).toEqual([
      [1, 0, 0, null],
      [3, 1, 1, 2],
      [2, 2, 0, null],
    ])
    expect(passages).toEqual([
      { operation: 'split', column: 1, from: 0, to: 1 },
      { operation: 'merge', column: 2, from: 1, to: 2 },
    ])
  })

  it('draws a grid without relatives, and one that merged its own successor', () => {
    expect(layOutLineage({ nodes: [node(1, '2016-01-01')], edges: [] })).toMatchObject({
      lanes: [{ row: 0, from: 0, to: null }],
      passages: [],
    })
    const ring = layOutLineage({
      nodes: [node(1, '2016-01-01'), node(3, '2020-05-01', '2024-02-01')],
      edges: [edge(1, 3, '2020-05-01'), edge(3, 1, '2024-02-01', 'merge')],
    })
    expect(ring.lanes.map(({ row }) => row)).toEqual([0, 1])
    expect(ring.passages.map(({ from, to }) => [from, to])).toEqual([
      [0, 1],
      [1, 0],
    ])
  })
})
