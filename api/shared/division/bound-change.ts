import type { Atoms } from './cells/build-atoms.ts'
import type { DivisionInput } from './division-input.ts'
import type { ProposalFigures } from './measure-proposal.ts'
import { findDivision, improveDivision } from './search/find-division.ts'
import type { Goals } from './search/objective.ts'
import type { SearchEffort } from './search/start-search.ts'

/** What has figures. */
type Measured = { figures: ProposalFigures }

/** Weights of households that change their grid, tried one after the other where proposals change too much. */
const CHANGE_WEIGHTS = [3, 12, 40] as const

/**
 * Looks for divisions that change less and less: from the grids of today, where there are as many, and anew. Returns the first
 * that changes no more than asked for, else the one that changes least.
 */
export function searchWithinChange<P extends Measured>(
  { graph }: Atoms,
  goals: Goals,
  input: DivisionInput,
  effort: SearchEffort,
  toProposal: (part: Int32Array) => P | null,
): P | null {
  let best: P | null = null
  for (const change of CHANGE_WEIGHTS) {
    const wanted = { ...goals, change: Math.max(goals.change, change) }
    for (const found of [
      improveDivision(graph, wanted, input.seed, { part: graph.today, effort }),
      findDivision(graph, wanted, input.seed, effort),
    ]) {
      const proposal = found && toProposal(found.part)
      if (proposal && (best === null || isBetter(proposal, best, input))) best = proposal
    }
    if (best !== null && isWithinChange(best, input)) return best
  }
  return best
}

/** Whether a proposal changes no more households than asked for. */
export const isWithinChange = ({ figures }: Measured, { mostChange = 1 }: DivisionInput): boolean =>
  figures.changedShare <= mostChange + 1e-9

/** Within the bound grids in the band come first, beyond it the least change. */
function isBetter(one: Measured, other: Measured, input: DivisionInput): boolean {
  const [isOne, isOther] = [isWithinChange(one, input), isWithinChange(other, input)]
  if (isOne !== isOther) return isOne
  if (isOne && one.figures.inBand !== other.figures.inBand) return one.figures.inBand > other.figures.inBand
  return one.figures.changedShare < other.figures.changedShare
}

/** Leaves proposals that change no more than asked for; where there is none, the one that changes least. */
export function selectWithinChange<P extends Measured>(proposals: readonly P[], input: DivisionInput): P[] {
  const within = proposals.filter((proposal) => isWithinChange(proposal, input))
  if (within.length > 0) return within
  return proposals.toSorted((a, b) => a.figures.changedShare - b.figures.changedShare).slice(0, 1)
}
