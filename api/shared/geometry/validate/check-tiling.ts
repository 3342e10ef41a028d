import { itemAt } from '../at.ts'
import { certifyTiling } from '../topology/certify-tiling.ts'
import { findTilingGaps } from '../topology/find-tiling-gaps.ts'
import { toFlatPolygons } from '../flat-polygons.ts'
import { computeInteriorPoint } from '../shapes/interior-point.ts'
import type { Point } from '../lattice.ts'
import { computePolygonAreaM2 } from '../measure.ts'
import { computeTwiceSignedArea } from '../signed-area.ts'
import { createGeometryIssue, type ValidationRule } from './geometry-issue.ts'
import { measureSharedBorders } from '../topology/measure-shared-borders.ts'

/**
 * Reports gaps, overlaps and land outside: the cells of each community must tile it. A gap can go to any
 * adjacent grid.
 */
export const checkTiling: ValidationRule = (set, mine) =>
  [...set.outlines].flatMap(([unit, outline]) => {
    const cells = [...set.cells.values()].filter((cell) => cell.community === unit)
    if (cells.length === 0 || !cells.every(({ id }) => mine(id))) return []
    const { holds, open } = certifyTiling(
      toFlatPolygons(cells.map(({ shape }) => shape)),
      toFlatPolygons([outline.shape]),
    )
    if (holds) return []
    // rings of uncovered land run like outlines, those of overlaps in the opposite direction
    const rest = findTilingGaps(set, unit)
    const gaps = rest.filter((polygon) => computeTwiceSignedArea(itemAt(polygon, 0)) > 0)
    const found = gaps.map((gap) => {
      const [x, y] = computeInteriorPoint(gap)
      const at: Point = [Math.round(x), Math.round(y)]
      const receivers = measureSharedBorders(
        set,
        [gap],
        (id) => mine(id) && set.cells.get(id)?.community === unit,
      )
      return createGeometryIssue('gap', 'error', {
        cells: receivers.map(({ id }) => id),
        at,
        found: computePolygonAreaM2(gap),
        fixes: receivers.map(({ id }) => ({ op: 'fillGap', at: [at[0], at[1]], grid: id })),
      })
    })
    // edges beyond those of the gaps belong to cells that overlap each other or extend outside
    const involved = [...new Set(open.flatMap(({ cell }) => cells[cell]?.id ?? []))]
    const place = open[0]?.from ?? null
    const overlaps = gaps.length === 0 || rest.length > gaps.length
    return overlaps
      ? [
          ...found,
          createGeometryIssue(involved.length === 1 ? 'outside_community' : 'overlap', 'error', {
            cells: involved,
            at: place,
          }),
        ]
      : found
  })
