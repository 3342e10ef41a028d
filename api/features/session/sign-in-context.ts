import { z } from 'zod'
import type { AccessControl } from '../../access/access-control.ts'
import type { PasswordHasher } from '../../accounts/password-hasher.ts'
import type { TextCipher } from '../../runtime/text-cipher.ts'
import type { SignInLimiter } from '../../access/sign-in-limiter.ts'
import type { TextSigner } from '../../runtime/text-signer.ts'
import type { Database, Queryable } from '../../db/database.ts'
import { loadSql } from '../../db/load-sql.ts'
import { withSharedSchema } from '../../db/transaction/with-city.ts'
import { Role } from '#shared/contract/permissions.ts'

/** What all ways of signing in share. */
export interface SignInContext {
  database: Database
  access: AccessControl
  passwords: PasswordHasher
  attempts: SignInLimiter
  /** Cookies of sign-ins that are not finished. */
  steps: TextSigner
  /** Secrets of second factors. */
  sealed: TextCipher
  now: () => number
}

/** Who asks, as history will know it. */
export interface SignInCaller {
  address: string | null
  agent: string | null
  /** The cookie that names the accounts which have signed in with this browser. */
  device?: string | undefined
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

export async function findSignInAccount(
  door: SignInContext,
  by: { name?: string; id?: string; providerSubject?: string },
): Promise<SignInAccount | undefined> {
  return withSharedSchema(door.database, (tx) => findSignInAccountInTransaction(tx, by))
}

export async function findSignInAccountInTransaction(
  tx: Queryable,
  { name, id, providerSubject }: { name?: string; id?: string; providerSubject?: string },
): Promise<SignInAccount | undefined> {
  const { rows } = await tx.query(statement, [name ?? null, id ?? null, providerSubject ?? null])
  return AccountRow.array().parse(rows)[0]
}

/** The city that an audit row about the account is about, if it is one. */
export function getAuditedCity(account: { city: string } | undefined): { city?: string } {
  return account === undefined || account.city === '*' ? {} : { city: account.city }
}

/**
 * Names are compared as people read them: no difference between wide and narrow, capital and small letters.
 */
export function toSignInName(typed: string): string {
  return typed.normalize('NFKC').trim().toLowerCase()
}
