import Flatbush from 'flatbush'
import { certifyTiling } from '#shared/geometry/topology/certify-tiling.ts'
import { toFlatPolygons } from '#shared/geometry/flat-polygons.ts'
import { computeInteriorPoint } from '#shared/geometry/shapes/interior-point.ts'
import type { MultiPolygon } from '#shared/geometry/lattice.ts'
import { getShapeBox } from '#shared/geometry/shapes/shape-box.ts'
import { createCellFinder } from './cell-finder.ts'

/**
 * Of cells that should tile: `troubled` ones have a border that is not exactly a neighbour's (or the unit's), or lie on
 * others; `beside` are those that they come near to. All others fit already, and need not be looked at again.
 * `reach`: the tolerance in lattice units. Indices in rising order.
 */
export function findUnfittedCells(
  cells: readonly MultiPolygon[],
  boundary: MultiPolygon | null,
  reach: number,
): { troubled: number[]; beside: number[] } {
  const { open, uncovered } = certifyTiling(toFlatPolygons(cells), toFlatPolygons([boundary]))
  const troubled = new Set(open.map(({ cell }) => cell))
  const boxes = new Flatbush(cells.length)
  for (const cell of cells) {
    const [west, south, east, north] = getShapeBox(cell)
    boxes.add(west, south, east, north)
  }
  boxes.finish()
  const near = ([west, south, east, north]: readonly [number, number, number, number]) =>
    boxes.search(west - reach, south - reach, east + reach, north + reach)
  for (const { from, to } of uncovered) {
    for (const cell of near([
      Math.min(from[0], to[0]),
      Math.min(from[1], to[1]),
      Math.max(from[0], to[0]),
      Math.max(from[1], to[1]),
    ]))
      troubled.add(cell)
  }
  // two layers of cells, each whole in itself, have no open border where they cover each other
  const cellsAt = createCellFinder(cells)
  cells.forEach((cell, i) => {
    if (troubled.has(i)) return
    const here = cellsAt(...computeInteriorPoint(cell[0]!))
    if (here.length > 1) for (const each of here) troubled.add(each)
  })
  const beside = new Set<number>()
  for (const cell of troubled)
    for (const other of near(getShapeBox(cells[cell]!))) if (!troubled.has(other)) beside.add(other)
  const inOrder = (set: ReadonlySet<number>) => [...set].sort((a, b) => a - b)
  return { troubled: inOrder(troubled), beside: inOrder(beside) }
}
