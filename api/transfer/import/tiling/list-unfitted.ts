import { computeInteriorPoint } from '#shared/geometry/shapes/interior-point.ts'
import { computeScaleAt } from '#shared/geometry/measure.ts'
import type { MultiPolygon } from '#shared/geometry/lattice.ts'
import { getShapeBox } from '#shared/geometry/shapes/shape-box.ts'
import { assignFaces } from './assign-faces.ts'
import { createCellFinder } from './cell-finder.ts'
import { nodeRings } from './node-rings.ts'
import { getFrame, shapesFrom, toNodedRings } from './noded-ring.ts'
import type { CleanTiling } from './tiling-result.ts'

/** Rounding a crossing to the lattice can make another one; here nothing may be left out. */
const MOST_ROUNDS = 100

/**
 * Adds what lies between the cells that could not be fitted and those around them: every overlap, gap and land outside
 * the unit, however thin. Nothing is moved; borders are cut where they cross, and the pieces are measured. A gap that was
 * found without those cells is what they leave of it.
 */
export function listUnfitted(found: CleanTiling, given: readonly MultiPolygon[]): CleanTiling {
  if (found.unfitted.length === 0) return found
  const unfitted = new Set(found.unfitted)
  const scale = computeScaleAt(getShapeBox(given[0]!)[1])
  const rings = toNodedRings(found.cells, found.boundary, new Set(given.keys()))
  if (nodeRings(rings, 0, scale.x / scale.y, MOST_ROUNDS).size > 0) return found
  // of the borders as they were cut: a narrow face may lie beside its cell by the rounding of a crossing
  const listed = assignFaces(
    shapesFrom(rings, given.length),
    found.boundary && getFrame(rings),
    rings,
    new Set(given.keys()),
    new Set(),
    0,
    scale.x / scale.y,
  )
  const isAbout = (cells: readonly number[]) => cells.some((cell) => unfitted.has(cell))
  const gapsAt = createCellFinder(found.gaps.map(({ shape }) => [shape]))
  return {
    ...found,
    gaps: listed.gaps.filter(
      ({ shape, beside }) => isAbout(beside) || gapsAt(...computeInteriorPoint(shape)).length > 0,
    ),
    overlaps: [...found.overlaps, ...listed.overlaps.filter(({ cells }) => isAbout(cells))],
    outside: [...found.outside, ...listed.outside.filter(({ cell }) => isAbout([cell]))],
  }
}
