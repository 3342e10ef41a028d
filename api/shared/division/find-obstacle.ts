import { int32At, itemAt } from '../geometry/at.ts'
import type { Point } from '../geometry/lattice.ts'
import { buildAtoms } from './cells/build-atoms.ts'
import type { Cells } from './cells/build-cells.ts'
import type { DivisionInput } from './division-input.ts'
import { findLeastDeviation, testBand } from './search/test-band.ts'

/**
 * `building`, `compound`: heavier than the band. `whole_numbers`: the households cannot be shared out so evenly.
 * `neighbours`: whatever is joined with the place, the others have too many or too few households.
 */
type ObstacleReason = 'building' | 'compound' | 'whole_numbers' | 'neighbours'

/** A proof that the band cannot be met. */
export interface Obstacle {
  reason: ObstacleReason
  /** Where it shows; null: everywhere. */
  at: Point | null
  /** Every division has a grid that deviates this much or more, as a share of the mean. */
  least: number
}

/** Returns a proof that no division keeps the band, with how near one can come at most; null: there is none. */
export function findObstacle(cells: Cells, input: DivisionInput): Obstacle | null {
  const { buildings, count, tolerance } = input
  const { atomOf, graph } = buildAtoms(cells, input)
  const answer = testBand(graph, { count, tolerance })
  if (answer.answer !== 'impossible') return null
  const inhabited = [...cells.buildingOf]
    .flatMap((building, cell) =>
      building >= 0 && int32At(atomOf, cell) === answer.atom ? [itemAt(buildings, building)] : [],
    )
    .filter(({ households }) => households > 0)
  const [largest] = inhabited.toSorted((a, b) => b.households - a.households)
  const heavy = inhabited.length > 1 ? 'compound' : 'building'
  return {
    reason: answer.fault === 'weight' ? heavy : answer.fault,
    at: largest?.place ?? null,
    least: findLeastDeviation(graph, count, tolerance),
  }
}
