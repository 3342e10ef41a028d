import { z } from 'zod'
import type { CitySnapshot } from '#shared/snapshot/city-snapshot.ts'
import { type Consent, consentStates } from '#shared/contract/drafts/draft-review.ts'
import type { DraftId } from '#shared/contract/ids.ts'
import type { Queryable } from '../../db/database.ts'
import { loadSql } from '../../db/load-sql.ts'
import { AppError } from '../../errors.ts'

const sql = {
  list: loadSql('api/drafts/feedback/sql/list-consents.sql'),
  delete: loadSql('api/drafts/feedback/sql/delete-consents.sql'),
  insert: loadSql('api/drafts/feedback/sql/insert-consents.sql'),
  update: loadSql('api/drafts/feedback/sql/update-consent.sql'),
}

const ConsentRow = z.object({
  street_code: z.string(),
  state: z.enum(consentStates),
  by_whom: z.string().nullable(),
  at: z.string().nullable(),
  note: z.string().nullable(),
})

export async function listConsents(
  tx: Queryable,
  draft: DraftId,
  { units: { street } }: CitySnapshot,
): Promise<Consent[]> {
  return z
    .array(ConsentRow)
    .parse((await tx.query(sql.list, [draft])).rows)
    .map((row) => ({
      street: row.street_code,
      name: street.names[street.codes.indexOf(row.street_code)] ?? row.street_code,
      state: row.state,
      by: row.by_whom,
      at: row.at,
      note: row.note,
    }))
}

/** Requests the consent of exactly these streets. Earlier answers are deleted: they were given to other steps. */
export async function requestConsents(
  tx: Queryable,
  draft: DraftId,
  streets: readonly string[],
): Promise<void> {
  await tx.query(sql.delete, [draft])
  if (streets.length > 0) await tx.query(sql.insert, [draft, streets])
}

/** Records the answer of a street. False: its consent is not requested. */
export async function recordConsent(
  tx: Queryable,
  draft: DraftId,
  { street, agrees, by, at, note }: { street: string; agrees: boolean; by: string; at: Date; note: string },
): Promise<boolean> {
  return (
    (await tx.query(sql.update, [draft, street, agrees ? 'given' : 'refused', by, at, note])).rowCount > 0
  )
}

/** @throws AppError consent_missing when a street has refused or not answered yet */
export async function checkConsents(tx: Queryable, draft: DraftId, snapshot: CitySnapshot): Promise<void> {
  const missing = (await listConsents(tx, draft, snapshot)).filter(({ state }) => state !== 'given')
  if (missing.length > 0)
    throw new AppError('consent_missing', 'a neighbouring street has not agreed', {
      streets: missing.map(({ street, name, state }) => ({ street, name, state })),
    })
}
