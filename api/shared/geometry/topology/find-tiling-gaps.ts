import type { CellSet } from '../cell-set.ts'
import { cancelOppositeEdges, toDirectedEdges } from './dissolve.ts'
import type { Polygon } from '../lattice.ts'
import { buildRingsFromEdges } from './build-rings-from-edges.ts'

/**
 * Returns the land inside the outline of a community that no cell covers. All cells of the community must be
 * in the set, without overlaps.
 */
export function findTilingGaps(set: CellSet, community: string): Polygon[] {
  const outline = set.outlines.get(community)
  if (!outline) return []
  const cells = [...set.cells.values()].filter((cell) => cell.community === community)
  const turned = toDirectedEdges(cells.map((cell) => cell.shape)).map(({ from, to }) => ({
    from: to,
    to: from,
  }))
  return [...buildRingsFromEdges(cancelOppositeEdges([...toDirectedEdges([outline.shape]), ...turned]))]
}
