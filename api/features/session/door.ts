import { z } from 'zod'
import type { Access } from '../../access/access.ts'
import type { Passwords } from '../../access/passwords.ts'
import type { SealedText } from '../../access/sealed-text.ts'
import type { SignInAttempts } from '../../access/sign-in-attempts.ts'
import type { SignedText } from '../../access/signed-text.ts'
import type { Database, Queryable } from '../../db/database.ts'
import { loadSql } from '../../db/load-sql.ts'
import { withShared } from '../../db/with-city.ts'
import { Role } from '#shared/contract/permissions.ts'

/** What all ways of signing in share. */
export interface Door {
  database: Database
  access: Access
  passwords: Passwords
  attempts: SignInAttempts
  /** Cookies of sign-ins that are not finished. */
  steps: SignedText
  /** Secrets of second factors. */
  sealed: SealedText
  now: () => number
}

/** Who asks, as history will know it. */
export interface Caller {
  address: string | null
  agent: string | null
  /** The session that this browser has had until now. */
  session: string | null
}

const AccountRow = z.object({
  id: z.string(),
  name: z.string(),
  role: Role,
  city: z.string(),
  state: z.enum(['active', 'disabled']),
  hash: z.string().nullable(),
  set_at: z.string().nullable(),
  initial: z.boolean().nullable(),
  sealed_secret: z.instanceof(Uint8Array).nullable(),
})
export type SignInAccount = z.infer<typeof AccountRow>

const statement = loadSql('api/features/session/sql/find-account.sql')

export async function findAccount(
  door: Door,
  by: { name?: string; id?: string; providerSubject?: string },
): Promise<SignInAccount | undefined> {
  return withShared(door.database, (tx) => accountIn(tx, by))
}

export async function accountIn(
  tx: Queryable,
  { name, id, providerSubject }: { name?: string; id?: string; providerSubject?: string },
): Promise<SignInAccount | undefined> {
  const { rows } = await tx.query(statement, [name ?? null, id ?? null, providerSubject ?? null])
  return AccountRow.array().parse(rows)[0]
}

/** The city that an audit row about the account is about, if it is one. */
export function cityDetail(account: { city: string } | undefined): { city?: string } {
  return account === undefined || account.city === '*' ? {} : { city: account.city }
}

/** Names are compared as people read them: no difference between wide and narrow, capital and small letters. */
export function signInName(typed: string): string {
  return typed.normalize('NFKC').trim().toLowerCase()
}
