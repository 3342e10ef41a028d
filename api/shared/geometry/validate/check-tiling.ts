import { itemAt } from '../at.ts'
import { certifyTiling } from '../topology/certify-tiling.ts'
import { findTilingGaps } from '../topology/find-tiling-gaps.ts'
import { toFlatPolygons } from '../flat-polygons.ts'
import { computeInteriorPoint } from '../shapes/interior-point.ts'
import type { Point } from '../lattice.ts'
import { computePolygonAreaM2 } from '../measure.ts'
import { computeTwiceSignedArea } from '../signed-area.ts'
import { createGeometryIssue, type ValidationRule } from './geometry-issue.ts'
import { indexSharedBorders } from '../topology/measure-shared-borders.ts'

/** Gaps that are listed per community, and neighbours that can receive one, those with the longest border first. */
const MAX_GAPS = 100
const MAX_RECEIVERS = 20

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
    const sharedWith = indexSharedBorders(cells)
    const found = gaps.slice(0, MAX_GAPS).map((gap) => {
      const [x, y] = computeInteriorPoint(gap)
      const at: Point = [Math.round(x), Math.round(y)]
      const receivers = sharedWith([gap]).slice(0, MAX_RECEIVERS)
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
