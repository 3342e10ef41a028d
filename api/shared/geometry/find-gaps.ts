import type { CellSet } from './cell-set.ts'
import { cancelOpposite, edgesOf } from './dissolve.ts'
import type { Polygon } from './lattice.ts'
import { ringsFromEdges } from './rings-from-edges.ts'

/** Land inside a community's outline that no cell covers. The community's cells must all be in the set, and not overlap. */
export function findGaps(set: CellSet, community: string): Polygon[] {
  const outline = set.outlines.get(community)
  if (!outline) return []
  const cells = [...set.cells.values()].filter((cell) => cell.community === community)
  const turned = edgesOf(cells.map((cell) => cell.shape)).map(({ from, to }) => ({ from: to, to: from }))
  return [...ringsFromEdges(cancelOpposite([...edgesOf([outline.shape]), ...turned]))]
}
