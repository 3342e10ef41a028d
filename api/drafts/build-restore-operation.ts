import { z } from 'zod'
import type { GridValues, RestoreOperation } from '#shared/contract/drafts/draft-operations.ts'
import { encodeBase64 } from '#shared/geometry/base64.ts'
import { getMultiPolygon } from '#shared/geometry/flat-polygons.ts'
import { isSameBoundary } from '#shared/geometry/topology/is-same-boundary.ts'
import { readTwkbPolygons } from '#shared/geometry/twkb.ts'
import type { ChangesetId } from '#shared/contract/ids.ts'
import type { Queryable } from '../db/database.ts'
import { loadSql } from '../db/load-sql.ts'
import { AppError } from '../errors.ts'
import { readChangesetStates, StoredGridValues } from '../changesets/changeset-states.ts'

const sql = {
  street: loadSql('api/drafts/sql/find-changeset-street.sql'),
  current: loadSql('api/drafts/sql/list-changeset-current-grids.sql'),
  outlines: loadSql('api/changesets/sql/list-changeset-outlines.sql'),
  reverts: loadSql('api/drafts/sql/list-published-reverts.sql'),
}

const CurrentRow = z.object({
  id: z.number(),
  code: z.string(),
  stands: z.boolean(),
  untouched: z.boolean(),
  fields: z.unknown(),
})
const OutlineRow = z.object({
  code: z.string(),
  untouched: z.boolean(),
  shape: z.instanceof(Uint8Array),
  now: z.instanceof(Uint8Array),
})

export interface RestorePlan {
  street: string
  operation: RestoreOperation
  /** Codes of the grids that later changes have changed again. */
  changedSince: string[]
}

/**
 * Builds the operation that reverts a published change: its grids and outlines as they were before it. Grids that later
 * changes have changed keep the values that the reverted change did not touch. The caller checks that the grids tile.
 *
 * @throws AppError not_found; conflict when the change is reverted already
 */
export async function buildRestoreOperation(tx: Queryable, changeset: ChangesetId): Promise<RestorePlan> {
  const {
    rows: [draft],
  } = await tx.query<{ street_code: string }>(sql.street, [changeset])
  if (!draft) throw new AppError('not_found', 'there is no published draft of this number', { changeset })
  await checkNotReverted(tx, changeset)
  const now = new Map(
    z
      .array(CurrentRow)
      .parse((await tx.query(sql.current, [changeset])).rows)
      .map((row) => [row.id, row]),
  )
  const states = await readChangesetStates(tx, changeset)
  const outlines = z.array(OutlineRow).parse((await tx.query(sql.outlines, [changeset])).rows)
  return {
    street: draft.street_code,
    changedSince: [...now.values()].filter(({ untouched }) => !untouched).map(({ code }) => code),
    operation: {
      op: 'restore',
      changeset,
      grids: states.flatMap((row) => {
        const present = now.get(row.grid_id)
        if (row.before_shape === null || !present) return []
        const before = StoredGridValues.parse(row.before_fields)
        const changed = !present.untouched && row.after_shape !== null
        // only a vertex was inserted for a neighbour: the grid keeps the shape that was drawn later
        if (
          changed &&
          hasSameBoundary(row.before_shape, row.after_shape) &&
          hasSameFields(before, StoredGridValues.parse(row.after_fields))
        )
          return []
        return [
          {
            id: row.grid_id,
            code: row.code_before ?? '',
            community: row.community,
            shape: encodeBase64(row.before_shape),
            values: changed
              ? revertValues(
                  before,
                  StoredGridValues.parse(row.after_fields),
                  StoredGridValues.parse(present.fields),
                )
              : before,
          },
        ]
      }),
      retire: states
        .filter(({ what, grid_id }) => what === 'new' && now.get(grid_id)?.stands)
        .map(({ grid_id }) => grid_id),
      outlines: outlines
        .filter(({ untouched, shape, now }) => untouched || !hasSameBoundary(shape, now))
        .map(({ code, shape }) => ({ unit: code, shape: encodeBase64(shape) })),
    },
  }
}

async function checkNotReverted(tx: Queryable, changeset: ChangesetId): Promise<void> {
  const reverts = z
    .array(z.object({ changeset: z.number(), reverts: z.number() }))
    .parse((await tx.query(sql.reverts)).rows)
  // the revert may have been reverted itself
  const isReverted = (id: number): boolean =>
    reverts.some((each) => each.reverts === id && !isReverted(each.changeset))
  if (isReverted(changeset)) throw new AppError('conflict', 'this change is reverted already', { changeset })
}

/** Returns current values without one change: counts by their difference, other values only if they are unchanged since. */
function revertValues(before: GridValues, after: GridValues, now: GridValues): GridValues {
  const without = (name: keyof GridValues) => {
    const [was, became, is] = [before[name], after[name], now[name]]
    if (typeof was === 'number' && typeof became === 'number' && typeof is === 'number')
      return Math.max(0, is + was - became)
    return is === became ? was : is
  }
  return StoredGridValues.parse(
    Object.fromEntries(StoredGridValues.keyof().options.map((name) => [name, without(name)])),
  )
}

const readShape = (bytes: Uint8Array) => getMultiPolygon(readTwkbPolygons(bytes, 1), 0)
const hasSameBoundary = (one: Uint8Array, other: Uint8Array | null): boolean =>
  other !== null && isSameBoundary(readShape(one), readShape(other))
const hasSameFields = (one: GridValues, other: GridValues): boolean =>
  JSON.stringify(one) === JSON.stringify(other)
