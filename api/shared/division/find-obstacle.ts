import { float64At, int32At, itemAt } from '../geometry/at.ts'
import type { Point } from '../geometry/lattice.ts'
import { buildAtoms } from './cells/build-atoms.ts'
import type { Cells } from './cells/build-cells.ts'
import type { DivisionInput } from './division-input.ts'
import { findLeastDeviation, testBand } from './search/test-band.ts'

/**
 * `building`, `compound`: heavier than the band. `whole_numbers`: the households cannot be shared out so evenly.
 * `neighbours`: whatever is joined with the place, the others have too many or too few households.
 */
export type ObstacleReason = 'building' | 'compound' | 'whole_numbers' | 'neighbours'

/** A proof that the band cannot be met. */
export interface Obstacle {
  reason: ObstacleReason
  /** Where it shows; null: everywhere. */
  at: Point | null
  /** Households there that belong together; 0: it shows everywhere. */
  households: number
  /** The compound that they live in, if it is one. */
  compound: string | null
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
  const compounds = new Set(inhabited.map(({ compound }) => compound))
  return {
    reason: answer.fault === 'weight' ? heavy : answer.fault,
    at: largest?.place ?? null,
    households: answer.atom === null ? 0 : float64At(graph.weight, answer.atom),
    compound: compounds.size === 1 ? (largest?.compound ?? null) : null,
    least: findLeastDeviation(graph, count, tolerance),
  }
}
