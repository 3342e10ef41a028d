import type { DivisionInput } from '#shared/division/division-input.ts'
import type { ProposalResult, ProposalStyle } from '#shared/division/propose-division.ts'
import type { CellId } from '#shared/geometry/cell-set.ts'

export interface DivisionRequest {
  input: DivisionInput
  styles: readonly ProposalStyle[]
  newIds: readonly CellId[]
}

/** `share`: what is done, 0–1. */
export type DivisionMessage = { type: 'progress'; share: number } | { type: 'done'; result: ProposalResult }
