import { cancelOppositeEdges, toDirectedEdges } from '#shared/geometry/topology/dissolve.ts'
import type { MultiPolygon, Polygon } from '#shared/geometry/lattice.ts'
import { computeTwiceSignedArea } from '#shared/geometry/signed-area.ts'
import { findSelfIntersection } from '#shared/geometry/topology/find-self-intersection.ts'
import { type DirectedEdge, buildRingsFromEdges } from '#shared/geometry/topology/build-rings-from-edges.ts'

/** Land that no cell, several cells, or a cell outside its unit has, and what a person decided about it. */
export interface ConflictDecision {
  shape: Polygon
  /** Cells that cover it; none: a gap. */
  cells: readonly number[]
  /** The cell that gets it; null: none of them keeps it. */
  to: number | null
}

/**
 * Gives land to the cells that were chosen and takes it from the others. The places come from the same arrangement of
 * borders as the cells (see clean-tiling.ts): edges cancel exactly and no coordinate is computed. The answer holds the
 * cells that changed; a place whose decision would leave no valid shape is left as it was and listed in `refused`.
 */
export function applyChoices(
  given: readonly MultiPolygon[],
  places: readonly ConflictDecision[],
): { changed: Map<number, MultiPolygon>; refused: ConflictDecision[] } {
  const changed = new Map<number, MultiPolygon>()
  const refused: ConflictDecision[] = []
  const shapeOf = (cell: number) => changed.get(cell) ?? given[cell]!
  for (const place of places) {
    const { shape, cells, to } = place
    const next = new Map<number, MultiPolygon | null>()
    if (to !== null && !cells.includes(to)) next.set(to, withLand(shapeOf(to), shape))
    for (const cell of cells) if (cell !== to) next.set(cell, withoutLand(shapeOf(cell), shape))
    const anew = [...next].flatMap(([cell, each]) => (each === null ? [] : [[cell, each] as const]))
    if (anew.length < next.size) refused.push(place)
    else for (const [cell, each] of anew) changed.set(cell, each)
  }
  return { changed, refused }
}

const withLand = (cell: MultiPolygon, land: Polygon) =>
  checked([...toDirectedEdges([cell]), ...toDirectedEdges([[land]])], sizeOf(cell) + sizeOf([land]))

const withoutLand = (cell: MultiPolygon, land: Polygon) =>
  checked(
    [
      ...toDirectedEdges([cell]),
      ...toDirectedEdges([[land]]).map(({ from, to }) => ({ from: to, to: from })),
    ],
    sizeOf(cell) - sizeOf([land]),
  )

/** Null when the edges bound no valid shape of that size, or none at all. */
function checked(edges: readonly DirectedEdge[], size: number): MultiPolygon | null {
  const shape = buildRingsFromEdges(cancelOppositeEdges(edges))
  return shape.length > 0 && sizeOf(shape) === size && findSelfIntersection(shape) === null ? shape : null
}

/** Twice the area in square lattice units; exact, as long as a city is no larger than 6 degrees. */
const sizeOf = (shape: MultiPolygon): number =>
  shape.flat().reduce((sum, ring) => sum + computeTwiceSignedArea(ring), 0)
