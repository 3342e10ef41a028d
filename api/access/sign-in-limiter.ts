import { createHmac } from 'node:crypto'
import type { SecuritySettings } from '#shared/contract/access/security-settings.ts'
import type { Database, Queryable } from '../db/database.ts'
import { loadSql } from '../db/load-sql.ts'
import { withSharedSchema } from '../db/transaction/with-city.ts'
import { AppError } from '../errors.ts'
import { createSignInDevices } from './sign-in-devices.ts'
import { toNetworkPrefix } from '../http/network-prefix.ts'

/**
 * Brakes on guessing: for each name, whether or not it exists, and for each address. An attempt is counted
 * before the password is looked at, so that many at once are not cheaper than one after the other.
 */
export interface SignInLimiter {
  /**
   * The address does not count for a name that has signed in from this browser before: a locked address never locks a
   * whole office out.
   *
   * @param device the cookie of `api/access/sign-in-devices.ts`
   * @throws AppError too_many_requests while the name or the address is closed
   */
  begin(name: string, address: string | null, device?: string): Promise<SignInAttempt>
  /** Returns the cookie of a browser in which the name has just signed in. */
  addDevice(device: string | undefined, name: string): string
  /** Opens a name at once. */
  clear(tx: Queryable, name: string): Promise<void>
  /** Stands for a name in logs and tables: people type their password into the wrong field. */
  fingerprint(name: string): string
}

export interface SignInAttempt {
  /** Right so far, and more is asked: this one does not count, earlier failures still do. */
  right(): Promise<void>
  /** Signed in: nothing counts any more. */
  complete(tx: Queryable): Promise<void>
}

/** Failures of one name after which it has to wait a little, and then longer each time. */
const DELAYED_FROM = 3

/** Clocks of several servers differ by less. */
const CLOCK_TOLERANCE_MS = 10 * 60_000

const sql = {
  count: loadSql('api/access/sql/upsert-attempt.sql'),
  lockedUntil: loadSql('api/access/sql/find-lockout.sql'),
  uncount: loadSql('api/access/sql/update-attempt-failures.sql'),
  clear: loadSql('api/access/sql/delete-attempts.sql'),
}

export function createSignInLimiter({
  database,
  secret,
  lockout,
  now = Date.now,
}: {
  database: Database
  secret: string
  lockout: () => SecuritySettings['lockout']
  now?: () => number
}): SignInLimiter {
  const fingerprint = (name: string) =>
    createHmac('sha256', secret).update(`name ${name}`).digest('hex').slice(0, 16)
  const devices = createSignInDevices(secret, now)
  const nameKey = (name: string) => `name:${fingerprint(name)}`
  const addressKey = (address: string) => `address:${toNetworkPrefix(address)}`

  return {
    fingerprint,
    addDevice: (device, name) => devices.add(device, fingerprint(name)),
    async begin(name, caller, device) {
      const address = devices.isKnown(device, fingerprint(name)) ? null : caller
      const { failures, minutes, addressFailures } = lockout()
      const keys = [
        { key: nameKey(name), limit: failures, delayedFrom: DELAYED_FROM },
        // behind one address a whole office may sign in at half past eight: only its limit closes it
        ...(address === null
          ? []
          : [{ key: addressKey(address), limit: addressFailures, delayedFrom: addressFailures }]),
      ]
      const at = new Date(now())
      await withSharedSchema(database, async (tx) => {
        for (const { key, limit, delayedFrom } of keys) {
          const { rowCount } = await tx.query(sql.count, [
            key,
            at,
            limit,
            minutes,
            delayedFrom,
            new Date(at.getTime() + CLOCK_TOLERANCE_MS),
          ])
          if (rowCount === 0) await refuse(tx, key, at)
        }
      })
      return {
        right: () =>
          withSharedSchema(database, async (tx) => {
            await tx.query(sql.uncount, [keys.map(({ key }) => key), at])
          }),
        async complete(tx) {
          await tx.query(sql.clear, [[nameKey(name)]])
          if (address !== null) await tx.query(sql.uncount, [[addressKey(address)], at])
        },
      }
    },
    async clear(tx, name) {
      await tx.query(sql.clear, [[nameKey(name)]])
    },
  }
}

async function refuse(tx: Queryable, key: string, at: Date): Promise<never> {
  const {
    rows: [row],
  } = await tx.query<{ locked_until: string }>(sql.lockedUntil, [key])
  const waitMs = row === undefined ? 1000 : Date.parse(row.locked_until) - at.getTime()
  throw new AppError('too_many_requests', 'too many failed sign-ins', {
    retryAfterS: Math.max(1, Math.ceil(waitMs / 1000)),
  })
}
