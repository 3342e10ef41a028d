import { z } from 'zod'
import { ChangesetId, DraftId, Revision, RevisionParam } from '../ids.ts'
import { Provenance } from '../city/city.ts'
import { CityCode, Day, GridCode, StreetCode, UnitCode } from '../city/codes.ts'
import { defineEndpoint } from '../endpoint.ts'

// apart from `history.ts`, because the map page lists days with changes and needs no schema of drafts for that

const OfCity = z.object({ city: CityCode })
const count = z.number().int().min(0)

/** One published change of a timeline. */
export const HistoryEntry = z.object({
  changeset: ChangesetId,
  revision: Revision,
  at: z.string(),
  kind: z.string(),
  actor: z.string(),
  note: z.string(),
  /** First day of validity; null if no grid changed. */
  day: Day.nullable(),
  /** Codes and names at that time of the changed grids, at most 100. */
  grids: z.array(
    z.object({ code: z.string(), name: z.string(), what: z.enum(['new', 'changed', 'retired']) }),
  ),
  touched: count,
  draft: z
    .object({
      id: DraftId,
      name: z.string(),
      street: StreetCode,
      author: z.string(),
      submittedBy: z.string().nullable(),
      approvedBy: z.string().nullable(),
    })
    .nullable(),
  /** Revision of the change that reverted it, if any. */
  revertedBy: Revision.nullable(),
})
export type HistoryEntry = z.infer<typeof HistoryEntry>

export const listHistory = defineEndpoint({
  id: 'listHistory',
  method: 'get',
  path: '/cities/{city}/history',
  summary: 'Lists published changes of grids, latest first: of the city, a unit or one grid',
  permission: 'city.read',
  params: OfCity,
  query: z.object({
    /** Code of a unit or a grid. */
    code: z.union([UnitCode, GridCode]).optional(),
    /** Only changes before this revision. */
    before: RevisionParam.optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  answer: z.object({ provenance: Provenance, entries: z.array(HistoryEntry), more: z.boolean() }),
})
