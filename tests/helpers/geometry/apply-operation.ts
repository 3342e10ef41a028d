import { expect } from 'vitest'
import { applyChange, type CellSet, type GridChange, reverseChange } from '#shared/geometry/cell-set.ts'
import { certifyTiling } from '#shared/geometry/topology/certify-tiling.ts'
import { toFlatPolygons } from '#shared/geometry/flat-polygons.ts'
import type { MultiPolygon } from '#shared/geometry/lattice.ts'
import type { Result } from '#shared/geometry/result.ts'
import { computeTwiceSignedArea } from '#shared/geometry/signed-area.ts'
import { findShapeDefect } from '#shared/geometry/topology/find-shape-defect.ts'
import { SQUARE_SIZE } from './parse-cell-set.ts'

/** Returns the area of a shape in squares of the drawing. */
export const measureSize = (shape: MultiPolygon | undefined) =>
  (shape ?? []).flat().reduce((sum, ring) => sum + computeTwiceSignedArea(ring) / 2 / SQUARE_SIZE ** 2, 0)

/** Returns the area of each cell in squares of the drawing, to three decimals. */
export const measureSizes = (set: CellSet) =>
  Object.fromEntries(
    [...set.cells].map(([id, cell]) => [id, Math.round(measureSize(cell.shape) * 1000) / 1000]),
  )

/** Expects that the cells of each unit tile its outline, and that no ring crosses itself. */
export function expectTiling(set: CellSet): void {
  for (const [unit, { shape, communities }] of set.outlines) {
    const cells = [...set.cells.values()]
      .filter((cell) => communities.has(cell.community))
      .map((cell) => cell.shape)
    expect(certifyTiling(toFlatPolygons(cells), toFlatPolygons([shape])), unit).toEqual({
      holds: true,
      open: [],
      uncovered: [],
      misdirected: [],
    })
  }
  for (const cell of set.cells.values()) expect(findShapeDefect(cell.shape), `cell ${cell.id}`).toBeNull()
}

/** Applies an accepted change. Expects a valid tiling after it, and that the reverse change restores every coordinate. */
export function applyOperation(set: CellSet, result: Result<GridChange>): CellSet {
  if (!result.ok) throw new Error(`rejected: ${JSON.stringify(result.reason)}`)
  const after = applyChange(set, result.value)
  expectTiling(after)
  const back = applyChange(after, reverseChange(set, result.value))
  expect(new Map([...back.cells].sort(([a], [b]) => a - b))).toEqual(set.cells)
  expect(back.outlines).toEqual(set.outlines)
  return after
}

/** Returns `allowed`, or the code of the reason of a rejection. Expects that every rejection names its place. */
export function getOutcome(result: Result<GridChange>) {
  if (result.ok) return 'allowed'
  expect(result.reason.at, result.reason.code).toEqual([expect.any(Number), expect.any(Number)])
  return result.reason.code
}
