import { addTo, float64At, itemAt } from '../../geometry/at.ts'
import type { Point } from '../../geometry/lattice.ts'
import { measureDistanceM } from '../measure-distance.ts'
import type { DivisionInput } from '../division-input.ts'
import type { createUnionFind } from '../union-find.ts'
import type { Cells } from './build-cells.ts'

type Sets = ReturnType<typeof createUnionFind>

/**
 * Joins the cells on both sides of every possible border that is nearer to premises than asked for. Surroundings with more
 * households than a grid may have stay as they are.
 */
export function joinNearPremises(
  cells: Cells,
  input: DivisionInput,
  weights: Float64Array,
  sets: Sets,
): void {
  const { premises = [], premisesM = 0, count, tolerance } = input
  if (premises.length === 0 || premisesM <= 0) return
  const most = (weights.reduce((sum, each) => sum + each, 0) / count) * (1 + tolerance)
  for (const place of premises) {
    const pairs = listNearPairs(cells, place, premisesM)
    const roots = new Set(pairs.flat().map((cell) => sets.find(cell)))
    const held = new Float64Array(1)
    for (let cell = 0; cell < cells.count; cell++)
      if (roots.has(sets.find(cell))) addTo(held, 0, float64At(weights, cell))
    if (float64At(held, 0) <= most) for (const [left, right] of pairs) sets.union(left, right)
  }
}

function listNearPairs({ segments, noded }: Cells, place: Point, reachM: number): [number, number][] {
  const { scale } = noded
  const [dx, dy] = [reachM / scale.x, reachM / scale.y]
  return segments.flatMap(({ a, b, left, right }): [number, number][] => {
    if (left < 0 || right < 0) return []
    const isFar =
      Math.min(a[0], b[0]) > place[0] + dx ||
      Math.max(a[0], b[0]) < place[0] - dx ||
      Math.min(a[1], b[1]) > place[1] + dy ||
      Math.max(a[1], b[1]) < place[1] - dy
    return isFar || measureDistanceM(place, a, b, scale) >= reachM ? [] : [[left, right]]
  })
}

/** Corners of a polygon just inside of the surroundings, which straight borders do not cross. */
export function listPremisesRings(
  { premises = [], premisesM = 0 }: DivisionInput,
  { noded }: Cells,
): Point[][] {
  if (premisesM <= 0) return []
  const { scale } = noded
  const reachM = 0.97 * premisesM
  return premises.map((place) =>
    Array.from({ length: CORNERS }, (_, i): Point => {
      const angle = (2 * Math.PI * i) / CORNERS
      return [
        itemAt(place, 0) + Math.round((reachM * Math.cos(angle)) / scale.x),
        itemAt(place, 1) + Math.round((reachM * Math.sin(angle)) / scale.y),
      ]
    }),
  )
}

const CORNERS = 24
