import type { z } from 'zod'
import type { getChangeset } from '#shared/contract/history.ts'
import type { CitySnapshot } from '#shared/city/city-snapshot.ts'
import { borderDifference } from '#shared/drafts/border-difference.ts'
import { multiPolygonAt } from '#shared/geometry/flat-polygons.ts'
import type { Point } from '#shared/geometry/lattice.ts'
import { readPolygons, writeLine } from '#shared/geometry/twkb.ts'
import type { Queryable } from '../../db/database.ts'
import { loadSql } from '../../db/load-sql.ts'
import { consentsOf } from '../../drafting/consents.ts'
import { joinBytes } from '../../drafting/ground-of.ts'
import { type ChangesetRow, emptyShape, figuresOf, stateRows } from '../../drafting/state-rows.ts'
import { AppError } from '../../errors.ts'
import { entriesOf } from './entries-of.ts'

const sql = {
  find: loadSql('api/features/history/sql/find-changeset.sql'),
  lineage: loadSql('api/features/history/sql/changeset-lineage.sql'),
  outlines: loadSql('api/drafting/sql/changeset-outlines.sql'),
}

/** One published change in full. @throws AppError not_found */
export async function changeOf(
  tx: Queryable,
  changeset: number,
  snapshot: CitySnapshot,
): Promise<Omit<z.input<typeof getChangeset.answer>, 'provenance'>> {
  const [entry] = await entriesOf(tx, (await tx.query<ChangesetRow>(sql.find, [changeset])).rows)
  if (!entry) throw new AppError('not_found', 'there is no such change', { changeset })
  const states = await stateRows(tx, changeset)
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
                  shape: multiPolygonAt(readPolygons(shape, 1), 0),
                },
              ] as const,
            ]
      }),
    ),
  })
  const { addedM, removedM, added, removed } = borderDifference(
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
      before: figuresOf(row.before_fields, row.before_shape),
      after: figuresOf(row.after_fields, row.after_shape),
    })),
    shapesBefore: joinBytes(states.map((row) => row.before_shape ?? emptyShape)),
    shapesAfter: joinBytes(states.map((row) => row.after_shape ?? emptyShape)),
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
    outlinesBefore: joinBytes(outlines.map(({ shape }) => shape)),
    consents: entry.draft === null ? [] : await consentsOf(tx, entry.draft.id, snapshot),
  }
}

const joinLines = (lines: readonly Point[][]): string => joinBytes(lines.map(writeLine))
