import { computeInteriorPoint } from '../shapes/interior-point.ts'
import { computePolygonAreaM2 } from '../measure.ts'
import { createGeometryIssue, type ValidationRule } from './geometry-issue.ts'

/**
 * Warns about a grid with several parts. Islands and exclaves exist, so this is no error; `at` is in the
 * smallest part.
 */
export const checkContiguity: ValidationRule = (set, mine) =>
  [...set.cells.values()].flatMap(({ id, shape }) => {
    if (shape.length < 2 || !mine(id)) return []
    const smallest = shape.toSorted((a, b) => computePolygonAreaM2(a) - computePolygonAreaM2(b))[0]!
    const [x, y] = computeInteriorPoint(smallest)
    return [
      createGeometryIssue('not_contiguous', 'warning', {
        cells: [id],
        at: [Math.round(x), Math.round(y)],
        found: shape.length,
        wanted: 1,
      }),
    ]
  })
