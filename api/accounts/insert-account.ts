import { randomUUID } from 'node:crypto'
import type { PermissionArea, Role } from '#shared/contract/permissions.ts'
import type { Queryable } from '../db/database.ts'
import { loadSql } from '../db/load-sql.ts'

const sql = {
  insert: loadSql('api/accounts/sql/insert-account.sql'),
  setPassword: loadSql('api/accounts/sql/upsert-password.sql'),
}

export interface NewAccount {
  name: string
  displayName: string
  role: Role
  area: PermissionArea
  providerSubject?: string | null
  /** Hash of the initial password; null: none, the person comes through the provider. */
  hash: string | null
  /** The password was chosen by somebody else and has to be exchanged at the first sign-in. */
  initial?: boolean
  by: string
  at: Date
}

/** Writes a new account. The answer: its id. */
export async function insertAccount(
  tx: Queryable,
  { name, displayName, role, area, providerSubject = null, hash, initial = true, by, at }: NewAccount,
): Promise<string> {
  const id = randomUUID()
  await tx.query(sql.insert, [
    id,
    name,
    displayName,
    role,
    area.city,
    area.units ?? [],
    providerSubject,
    at,
    by,
  ])
  if (hash !== null) await tx.query(sql.setPassword, [id, hash, at, initial])
  return id
}
