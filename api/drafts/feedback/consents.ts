import { z } from 'zod'
import type { CitySnapshot } from '#shared/snapshot/city-snapshot.ts'
import { type Consent, consentStates } from '#shared/contract/drafts/draft-review.ts'
import type { Queryable } from '../../db/database.ts'
import { loadSql } from '../../db/load-sql.ts'

const sql = {
  read: loadSql('api/drafts/feedback/sql/list-consents.sql'),
  clear: loadSql('api/drafts/feedback/sql/delete-consents.sql'),
  ask: loadSql('api/drafts/feedback/sql/insert-consents.sql'),
  give: loadSql('api/drafts/feedback/sql/update-consent.sql'),
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
  draft: string,
  { units: { street } }: CitySnapshot,
): Promise<Consent[]> {
  return z
    .array(ConsentRow)
    .parse((await tx.query(sql.read, [draft])).rows)
    .map((row) => ({
      street: row.street_code,
      name: street.names[street.codes.indexOf(row.street_code)] ?? row.street_code,
      state: row.state,
      by: row.by_whom,
      at: row.at,
      note: row.note,
    }))
}

/** Asks exactly these streets; what was said before was about another draft. */
export async function requestConsents(
  tx: Queryable,
  draft: string,
  streets: readonly string[],
): Promise<void> {
  await tx.query(sql.clear, [draft])
  if (streets.length > 0) await tx.query(sql.ask, [draft, streets])
}

/** False: the street was not asked. */
export async function recordConsent(
  tx: Queryable,
  draft: string,
  { street, agrees, by, at, note }: { street: string; agrees: boolean; by: string; at: Date; note: string },
): Promise<boolean> {
  return (await tx.query(sql.give, [draft, street, agrees ? 'given' : 'refused', by, at, note])).rowCount > 0
}
