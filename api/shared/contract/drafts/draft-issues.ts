import { z } from 'zod'
import { CellNumber, DraftOperation, LatticePoint } from './draft-operations.ts'

export const issueTypes = [
  'gap',
  'overlap',
  'ring_conflict',
  'outside_community',
  'not_contiguous',
  'sliver',
  'too_small',
  'too_few_households',
  'too_many_households',
  'no_worker',
  'no_branch',
  'cut_building',
  'cut_compound',
  'missing_community',
  'name_missing',
  'name_taken',
] as const
export const IssueType = z.enum(issueTypes)
export type IssueType = z.infer<typeof IssueType>

/** A problem of a grid: an error, which blocks submission, or a violation of the rule profile. */
export const Issue = z.object({
  type: IssueType,
  severity: z.enum(['error', 'warning']),
  cells: z.array(CellNumber),
  at: LatticePoint.nullable(),
  /** Values for the message: actual and required. */
  found: z.number().nullable(),
  wanted: z.number().nullable(),
  /** Alternative operations that fix the problem; for a gap one per grid that could receive it. */
  fixes: z.array(DraftOperation),
})
export type Issue = z.infer<typeof Issue>
