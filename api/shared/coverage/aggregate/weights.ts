import { numberAt } from '../../geometry/at.ts'
import type { Weighting } from '../../contract/coverage/coverage-options.ts'
import type { CoverageTable } from '../table/coverage-table.ts'

/** Returns one weight per grid. */
export function getWeights({ grids }: CoverageTable, weighting: Weighting): ArrayLike<number> {
  switch (weighting) {
    case 'households':
      return grids.households
    case 'residents':
      return grids.residents
    case 'area':
      return grids.areaM2
    case 'grids':
      return new Uint8Array(grids.count).fill(1)
  }
}

const pointWeights = new WeakMap<CoverageTable['points'], Partial<Record<Weighting, ArrayLike<number>>>>()

/** Returns one weight per demand point: its part of the weight of its grid. */
export function getPointWeights(table: CoverageTable, weighting: Weighting): ArrayLike<number> {
  const { points } = table
  if (weighting === 'households') return points.households
  const ofTable = pointWeights.get(points) ?? {}
  pointWeights.set(points, ofTable)
  return (ofTable[weighting] ??= spreadWeights(points, getWeights(table, weighting)))
}

function spreadWeights({ count, start, weight }: CoverageTable['points'], ofGrids: ArrayLike<number>) {
  const weights = new Float64Array(count)
  for (let grid = 0; grid < ofGrids.length; grid++) {
    const [from, to] = [numberAt(start, grid), numberAt(start, grid + 1)]
    let total = 0
    for (let point = from; point < to; point++) total += numberAt(weight, point)
    for (let point = from; point < to; point++)
      weights[point] = (numberAt(ofGrids, grid) * numberAt(weight, point)) / total
  }
  return weights
}
