import { z } from 'zod'
import type { getStates } from '#shared/contract/drafts/history.ts'
import { ChangesetId, Revision } from '#shared/contract/ids.ts'
import type { Queryable } from '../../db/database.ts'
import { loadSql } from '../../db/load-sql.ts'
import { concatBase64 } from '../../drafts/base/encode-base64.ts'
import { computeTwkbAreaM2, parseGridFigures } from '../../changesets/changeset-states.ts'

const statement = loadSql('api/features/history/sql/list-states.sql')

const StateRow = z.object({
  version: z.number(),
  valid_from: z.string(),
  valid_to: z.string().nullable(),
  fields: z.object({ code: z.string() }).loose().nullable(),
  shape: z.instanceof(Uint8Array),
  changeset_id: ChangesetId.nullable(),
  revision: Revision.nullable(),
  kind: z.string().nullable(),
  actor: z.string().nullable(),
  note: z.string().nullable(),
  committed_at: z.string().nullable(),
})

/** Returns all states of a grid or unit. */
export async function readStates(
  tx: Queryable,
  code: string,
): Promise<Omit<z.output<typeof getStates.answer>, 'provenance'>> {
  const rows = z.array(StateRow).parse((await tx.query(statement, [code])).rows)
  return {
    states: rows.map(
      ({ version, valid_from, valid_to, fields, shape, changeset_id: changeset, ...began }) => ({
        version,
        validFrom: valid_from,
        validTo: valid_to,
        code: fields?.code ?? null,
        figures: fields && parseGridFigures(fields, shape),
        areaM2: computeTwkbAreaM2(shape),
        began:
          changeset === null || began.revision === null
            ? null
            : {
                changeset,
                revision: began.revision,
                kind: began.kind ?? '',
                actor: began.actor ?? '',
                note: began.note ?? '',
                at: began.committed_at ?? '',
              },
      }),
    ),
    shapes: concatBase64(rows.map(({ shape }) => shape)),
  }
}
