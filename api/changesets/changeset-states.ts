import { z } from 'zod'
import { GridValues } from '#shared/contract/drafts/draft-operations.ts'
import { getMultiPolygon } from '#shared/geometry/flat-polygons.ts'
import { getShapeAreaM2 } from '#shared/geometry/shapes/shape-area.ts'
import { readTwkbPolygons, writeTwkbMultiPolygon } from '#shared/geometry/twkb.ts'
import { type ChangesetId, type DraftId, GridId, type Revision } from '#shared/contract/ids.ts'
import type { Queryable } from '../db/database.ts'
import { loadSql } from '../db/load-sql.ts'

export interface ChangesetRow {
  id: ChangesetId
  revision: Revision
  kind: string
  actor: string
  note: string
  committed_at: string
  draft_id: DraftId | null
  draft_name: string | null
  street_code: string | null
  author: string | null
  submitted_by: string | null
  decided_by: string | null
  reverted_by: Revision | null
}

/** Stored states hold more than these; the rest is for the database. */
export const StoredGridValues = z.object(GridValues.shape)

const StateRow = z.object({
  grid_id: GridId,
  what: z.enum(['new', 'changed', 'retired']),
  code_before: z.string().nullable(),
  code_after: z.string().nullable(),
  community: z.string(),
  before_fields: z.unknown(),
  before_shape: z.instanceof(Uint8Array).nullable(),
  after_fields: z.unknown(),
  after_shape: z.instanceof(Uint8Array).nullable(),
})

const statement = loadSql('api/changesets/sql/list-changeset-states.sql')

/** Grids of a change, before and after it. */
export async function readChangesetStates(
  tx: Queryable,
  changeset: ChangesetId,
): Promise<z.infer<typeof StateRow>[]> {
  return z.array(StateRow).parse((await tx.query(statement, [changeset])).rows)
}

export function parseGridFigures(fields: unknown, shape: Uint8Array | null) {
  if (shape === null) return null
  return { ...StoredGridValues.parse(fields), areaM2: computeTwkbAreaM2(shape) }
}

export const computeTwkbAreaM2 = (shape: Uint8Array): number =>
  getShapeAreaM2(getMultiPolygon(readTwkbPolygons(shape, 1), 0))

export const EMPTY_TWKB = writeTwkbMultiPolygon([])
