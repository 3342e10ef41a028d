import { computeInteriorPoint } from '#shared/geometry/shapes/interior-point.ts'
import { computeScaleAt } from '#shared/geometry/measure.ts'
import type { MultiPolygon } from '#shared/geometry/lattice.ts'
import { getShapeBox } from '#shared/geometry/shapes/shape-box.ts'
import { assignFaces } from './assign-faces.ts'
import { createCellFinder } from './cell-finder.ts'
import { nodeRings } from './node-rings.ts'
import { toNodedRings } from './noded-ring.ts'
import type { CleanTiling } from './tiling-result.ts'

/**
 * Adds what lies between the cells that could not be fitted and those around them: every overlap, gap and land outside
 * the unit, however thin. Nothing is moved; borders are cut where they cross, and the pieces are measured.
 */
export function listUnfitted(
  found: CleanTiling,
  given: readonly MultiPolygon[],
  toleranceM: number,
): CleanTiling {
  if (found.unfitted.length === 0) return found
  const unfitted = new Set(found.unfitted)
  const scale = computeScaleAt(getShapeBox(given[0]!)[1])
  const reach = toleranceM / scale.x
  const boxes = found.cells.map((cell) => getShapeBox(cell))
  const isNear = (one: number, other: number) => {
    const [a, b] = [boxes[one]!, boxes[other]!]
    return a[0] - reach <= b[2] && a[2] + reach >= b[0] && a[1] - reach <= b[3] && a[3] + reach >= b[1]
  }
  const near = [...found.cells.keys()].filter((cell) => found.unfitted.some((each) => isNear(each, cell)))
  const shapes = near.map((cell) => found.cells[cell]!)
  const rings = toNodedRings(shapes, found.boundary, new Set(near.keys()))
  if (nodeRings(rings, 0, scale.x / scale.y).size > 0) return found
  const context = new Set(near.flatMap((cell, i) => (unfitted.has(cell) ? [] : [i])))
  const listed = assignFaces(
    shapes,
    found.boundary,
    rings,
    new Set(near.keys()),
    context,
    0,
    scale.x / scale.y,
  )
  const unfittedAt = createCellFinder(found.unfitted.map((cell) => found.cells[cell]!))
  const outer = (cell: number) => near[cell]!
  const isAbout = (cells: readonly number[]) => cells.some((cell) => unfitted.has(outer(cell)))
  const beside = (cells: readonly number[]) => ({ beside: cells.map(outer) })
  return {
    ...found,
    gaps: [
      // what an unfitted cell covers is no gap
      ...found.gaps.filter(({ shape }) => unfittedAt(...computeInteriorPoint(shape)).length === 0),
      ...listed.gaps.filter((gap) => isAbout(gap.beside)).map((gap) => ({ ...gap, ...beside(gap.beside) })),
    ],
    overlaps: [
      ...found.overlaps,
      ...listed.overlaps
        .filter(({ cells }) => isAbout(cells))
        .map((overlap) => ({
          ...overlap,
          ...beside(overlap.beside),
          cells: overlap.cells.map(outer),
        })),
    ],
    outside: [
      ...found.outside,
      ...listed.outside
        .filter(({ cell }) => isAbout([cell]))
        .map((outside) => ({ ...outside, ...beside(outside.beside), cell: outer(outside.cell) })),
    ],
  }
}
