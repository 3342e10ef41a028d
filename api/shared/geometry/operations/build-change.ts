import type { Cell, CellId, CellSet, GridChange } from '../cell-set.ts'
import { cancelOppositeEdges, toDirectedEdges } from '../topology/dissolve.ts'
import { insertVertices } from '../topology/insert-vertices.ts'
import { joinPinchedRings } from '../topology/join-pinched-rings.ts'
import type { MultiPolygon, Point } from '../lattice.ts'
import { buildRingsFromEdges } from '../topology/build-rings-from-edges.ts'

/** Land that moves from one cell to another. */
export interface LandTransfer {
  shape: MultiPolygon
  from: CellId
  to: Pick<Cell, 'community'>
}

/**
 * Completes a change: inserts the new vertices into all other cells and outlines that have the divided edges,
 * and updates the outlines of communities between which land moves.
 */
export function buildChange(
  set: CellSet,
  {
    operation,
    put = [],
    retire = [],
    lineage = [],
    inserted = new Map(),
    transfers = [],
  }: {
    operation: string
    /** New cells, and old ones with a new shape. */
    put?: readonly Cell[]
    retire?: readonly CellId[]
    lineage?: GridChange['lineage']
    inserted?: ReadonlyMap<string, readonly Point[]>
    transfers?: readonly LandTransfer[]
  },
): GridChange {
  const known = new Set([...put.map((cell) => cell.id), ...retire])
  const followed = [...set.cells.values()].flatMap((cell): Cell[] => {
    if (known.has(cell.id)) return []
    const shape = insertVertices(cell.shape, inserted)
    return shape === cell.shape ? [] : [{ ...cell, shape: joinPinchedRings(shape, inserted) }]
  })
  const outlines: GridChange['outlines'] = []
  for (const [unit, { shape: before, communities }] of set.outlines) {
    let shape = insertVertices(before, inserted)
    if (shape !== before) shape = joinPinchedRings(shape, inserted)
    for (const transfer of transfers) {
      const giver = set.cells.get(transfer.from)
      const gives = giver !== undefined && communities.has(giver.community)
      const takes = communities.has(transfer.to.community)
      if (takes && !gives)
        shape = buildRingsFromEdges(
          cancelOppositeEdges([...toDirectedEdges([shape]), ...toDirectedEdges([transfer.shape])]),
        )
      if (gives && !takes)
        shape = buildRingsFromEdges(
          cancelOppositeEdges([...toDirectedEdges([shape]), ...turned(transfer.shape)]),
        )
    }
    if (shape !== before) outlines.push({ unit, shape })
  }
  return { operation, put: [...put, ...followed], retire: [...retire], outlines, lineage }
}

const turned = (shape: MultiPolygon) =>
  toDirectedEdges([shape]).map(({ from, to }) => ({ from: to, to: from }))
