import { interiorPoint } from '../interior-point.ts'
import { polygonAreaM2 } from '../measure.ts'
import { issue, type Rule } from './issue.ts'

/** A grid hangs together. Islands and exclaves exist, so this is said and not refused; `at` is the smallest part. */
export const contiguity: Rule = (set, mine) =>
  [...set.cells.values()].flatMap(({ id, shape }) => {
    if (shape.length < 2 || !mine(id)) return []
    const smallest = shape.toSorted((a, b) => polygonAreaM2(a) - polygonAreaM2(b))[0]!
    const [x, y] = interiorPoint(smallest)
    return [
      issue('not_contiguous', 'warning', {
        cells: [id],
        at: [Math.round(x), Math.round(y)],
        found: shape.length,
        wanted: 1,
      }),
    ]
  })
