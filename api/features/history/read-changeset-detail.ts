import type { z } from 'zod'
import type { getChangeset } from '#shared/contract/drafts/history.ts'
import type { CitySnapshot } from '#shared/snapshot/city-snapshot.ts'
import { computeBorderDifference } from '#shared/drafts/border-difference.ts'
import { getMultiPolygon } from '#shared/geometry/flat-polygons.ts'
import type { Point } from '#shared/geometry/lattice.ts'
import { readTwkbPolygons, writeTwkbLine } from '#shared/geometry/twkb.ts'
import type { ChangesetId } from '#shared/contract/ids.ts'
import type { Queryable } from '../../db/database.ts'
import { loadSql } from '../../db/load-sql.ts'
import { listConsents } from '../../drafts/feedback/consents.ts'
import { concatBase64 } from '../../drafts/base/encode-base64.ts'
import {
  type ChangesetRow,
  EMPTY_TWKB,
  parseGridFigures,
  readChangesetStates,
} from '../../changesets/changeset-states.ts'
import { AppError } from '../../errors.ts'
import { readHistoryEntries } from './read-history-entries.ts'

const sql = {
  find: loadSql('api/features/history/sql/find-changeset.sql'),
  lineage: loadSql('api/features/history/sql/list-changeset-lineage.sql'),
  outlines: loadSql('api/changesets/sql/list-changeset-outlines.sql'),
}

/** Returns a published change with all its grids, borders and outlines. @throws AppError not_found */
export async function readChangesetDetail(
  tx: Queryable,
  changeset: ChangesetId,
  snapshot: CitySnapshot,
): Promise<Omit<z.input<typeof getChangeset.answer>, 'provenance'>> {
  const [entry] = await readHistoryEntries(tx, (await tx.query<ChangesetRow>(sql.find, [changeset])).rows)
  if (!entry) throw new AppError('not_found', 'there is no such change', { changeset })
  const states = await readChangesetStates(tx, changeset)
  const { rows: pairs } = await tx.query<{ predecessor_id: number; successor_id: number; operation: string }>(
    sql.lineage,
    [changeset],
  )
  const { rows: outlines } = await tx.query<{ code: string; name: string; shape: Uint8Array }>(sql.outlines, [
    changeset,
  ])
  const cells = (shapeOf: (row: (typeof states)[number]) => Uint8Array | null) => ({
    cells: new Map(
      states.flatMap((row) => {
        const shape = shapeOf(row)
        return shape === null
          ? []
          : [
              [
                row.grid_id,
                {
                  id: row.grid_id,
                  community: row.community,
                  shape: getMultiPolygon(readTwkbPolygons(shape, 1), 0),
                },
              ] as const,
            ]
      }),
    ),
  })
  const { addedM, removedM, added, removed } = computeBorderDifference(
    cells((row) => row.before_shape),
    cells((row) => row.after_shape),
  )
  return {
    entry,
    grids: states.map((row) => ({
      id: row.grid_id,
      what: row.what,
      codeBefore: row.code_before,
      codeAfter: row.code_after,
      community: row.community,
      before: parseGridFigures(row.before_fields, row.before_shape),
      after: parseGridFigures(row.after_fields, row.after_shape),
    })),
    shapesBefore: concatBase64(states.map((row) => row.before_shape ?? EMPTY_TWKB)),
    shapesAfter: concatBase64(states.map((row) => row.after_shape ?? EMPTY_TWKB)),
    lineage: pairs.map((pair) => ({
      predecessor: pair.predecessor_id,
      successor: pair.successor_id,
      operation: pair.operation,
    })),
    borders: {
      addedM,
      removedM,
      added: joinLines(added),
      addedLines: added.length,
      removed: joinLines(removed),
      removedLines: removed.length,
    },
    outlines: outlines.map(({ code, name }) => ({ unit: code, name })),
    outlinesBefore: concatBase64(outlines.map(({ shape }) => shape)),
    consents: entry.draft === null ? [] : await listConsents(tx, entry.draft.id, snapshot),
  }
}

const joinLines = (lines: readonly Point[][]): string => concatBase64(lines.map(writeTwkbLine))
