import { createHash } from 'node:crypto'
import type { Session } from '#shared/contract/access/session.ts'
import type { AccountRow, CredentialRow, SessionRow } from './access-rows.ts'

/** A session in memory. `session` is null while its account is disabled or not known. */
export interface LiveSession {
  id: string
  accountId: string
  endsAt: number
  /** Milliseconds; of this server's own requests, or of others' as far as they have told. */
  seenAt: number
  /** What the database knows of `seenAt`. */
  flushedAt: number
  session: Session | null
}

export interface LiveCredential {
  id: string
  secretHash: string
  deviceHash: string | null
  /** Milliseconds; Infinity: none. */
  endsAt: number
  session: Session
  usedAt: number
  flushedAt: number
  address: string | null
}

/** Accounts, sessions, keys and tokens as maps: what a request is checked against. */
export interface AccessStore {
  readonly accounts: ReadonlyMap<string, AccountRow>
  readonly sessions: ReadonlyMap<string, LiveSession>
  /** By SHA-256 of the secret, hex. */
  readonly credentials: ReadonlyMap<string, LiveCredential>
  put(rows: { accounts?: AccountRow[]; sessions?: SessionRow[]; credentials?: CredentialRow[] }): void
  /** Lets go of sessions whose last moment has passed. */
  forget(now: number): void
}

export function createAccessStore(): AccessStore {
  const accounts = new Map<string, AccountRow>()
  const sessions = new Map<string, LiveSession>()
  const credentials = new Map<string, LiveCredential>()
  const hashOf = new Map<string, string>()

  const putSession = (row: SessionRow) => {
    if (row.ended) {
      sessions.delete(row.id)
      return
    }
    const seenAt = Date.parse(row.seen_at)
    const known = sessions.get(row.id)
    sessions.set(row.id, {
      id: row.id,
      accountId: row.account_id,
      endsAt: Date.parse(row.ends_at),
      seenAt: Math.max(seenAt, known?.seenAt ?? 0),
      flushedAt: Math.max(seenAt, known?.flushedAt ?? 0),
      session: known?.session ?? sessionOfAccount(accounts.get(row.account_id), Date.parse(row.ends_at)),
    })
  }
  const putCredential = (row: CredentialRow) => {
    const before = hashOf.get(row.id)
    const known = before === undefined ? undefined : credentials.get(before)
    if (before !== undefined) credentials.delete(before)
    hashOf.delete(row.id)
    if (row.revoked_at !== null) return
    const secretHash = Buffer.from(row.secret_hash).toString('hex')
    hashOf.set(row.id, secretHash)
    credentials.set(secretHash, {
      id: row.id,
      secretHash,
      deviceHash: row.device_hash === null ? null : Buffer.from(row.device_hash).toString('hex'),
      endsAt: row.expires_at === null ? Infinity : Date.parse(row.expires_at),
      session: sessionOfCredential(row),
      usedAt: known?.usedAt ?? 0,
      flushedAt: known?.flushedAt ?? 0,
      address: known?.address ?? null,
    })
  }

  return {
    accounts,
    sessions,
    credentials,
    put({ accounts: changed = [], sessions: seen = [], credentials: issued = [] }) {
      for (const row of changed) accounts.set(row.id, row)
      seen.forEach(putSession)
      const ids = new Set(changed.map(({ id }) => id))
      for (const live of sessions.values()) {
        if (ids.has(live.accountId) || live.session === null)
          live.session = sessionOfAccount(accounts.get(live.accountId), live.endsAt)
      }
      issued.forEach(putCredential)
    },
    forget(now) {
      for (const { id, endsAt } of sessions.values()) if (endsAt <= now) sessions.delete(id)
    },
  }
}

export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}

function sessionOfAccount(account: AccountRow | undefined, endsAt: number): Session | null {
  if (account === undefined || account.state !== 'active') return null
  return {
    subject: account.id,
    kind: 'account',
    name: account.name,
    displayName: account.display_name,
    role: account.role,
    area: areaOf(account),
    demo: false,
    expiresAt: new Date(endsAt).toISOString(),
  }
}

function sessionOfCredential(row: CredentialRow): Session {
  return {
    subject: row.id,
    kind: row.kind,
    // names of keys are not unique: a piece of the number tells them apart
    name: `${row.kind}:${row.name}#${row.id.slice(0, 8)}`,
    displayName: row.name,
    role: row.kind === 'key' ? 'integrator' : 'leader',
    area: areaOf(row),
    scopes: row.scopes,
    ...(row.screen === null ? {} : { screen: row.screen }),
    demo: false,
    expiresAt: row.expires_at ?? '9999-12-31T00:00:00Z',
  }
}

function areaOf({ city, units }: { city: string; units: string[] }) {
  return { city, ...(units.length > 0 ? { units } : {}) }
}
