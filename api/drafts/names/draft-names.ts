import { z } from 'zod'
import type { DraftId } from '#shared/contract/ids.ts'
import { createDraftName } from '#shared/drafts/names/create-draft-name.ts'
import type { Queryable } from '../../db/database.ts'
import { loadSql } from '../../db/load-sql.ts'
import { AppError } from '../../errors.ts'

const sql = {
  lock: loadSql('api/drafts/sql/lock-draft-names.sql'),
  list: loadSql('api/drafts/sql/list-draft-names.sql'),
}
const NameRow = z.object({ name: z.string() })

interface NamedDraft {
  id: DraftId
  street: string
  name: string
}

/**
 * Checks that no other draft of the street that is being worked on has the name: in lists nobody could tell them apart.
 * Until the transaction ends, nobody else names one.
 *
 * @throws AppError name_taken
 */
export async function assertFreeDraftName(tx: Queryable, { id, street, name }: NamedDraft): Promise<void> {
  const taken = await listTakenNames(tx, street, id)
  if (taken.has(name))
    throw new AppError('name_taken', 'another draft of the street has this name', { street, name })
}

/** Returns the name, or the name with the first free number behind it. */
export async function findFreeDraftName(tx: Queryable, { id, street, name }: NamedDraft): Promise<string> {
  return createDraftName(name, await listTakenNames(tx, street, id))
}

async function listTakenNames(tx: Queryable, street: string, id: DraftId): Promise<Set<string>> {
  await tx.query(sql.lock, [street])
  const { rows } = await tx.query(sql.list, [street, id])
  return new Set(rows.map((row) => NameRow.parse(row).name))
}
