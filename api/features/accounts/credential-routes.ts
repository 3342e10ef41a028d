import { randomBytes, randomUUID } from 'node:crypto'
import type { Context } from 'hono'
import * as contract from '#shared/contract/access/credentials.ts'
import type { ApiKey, DisplayToken } from '#shared/contract/access/credentials.ts'
import { type Action, type PermissionArea, displayScopes, isAllowed } from '#shared/contract/permissions.ts'
import type { Session } from '#shared/contract/access/session.ts'
import { hashSecret } from '../../access/access-store.ts'
import type { AccessControl } from '../../access/access-control.ts'
import type { Database, Queryable } from '../../db/database.ts'
import { loadSql } from '../../db/load-sql.ts'
import { withSharedSchema } from '../../db/transaction/with-city.ts'
import { AppError } from '../../errors.ts'
import { DISPLAY_PREFIX, KEY_PREFIX } from '../../http/credential-headers.ts'
import { type Api, registerEndpoint } from '../../http/endpoints/register-endpoint.ts'
import type { RequestEnv } from '../../http/request-context.ts'
import { checkAreaUnits } from '../../accounts/check-role-grant.ts'
import { listCredentials } from '../../accounts/list-credentials.ts'

const sql = {
  insert: loadSql('api/features/accounts/sql/insert-credential.sql'),
  revoke: loadSql('api/features/accounts/sql/revoke-credential.sql'),
  renew: loadSql('api/features/accounts/sql/update-credential-secret.sql'),
}

/**
 * API keys and display tokens: issued, listed, revoked. A secret is shown once, and only its hash is kept.
 */
export function registerCredentialRoutes(
  api: Api,
  { database, access, now }: { database: Database; access: AccessControl; now: () => number },
): void {
  const issue = async (
    kind: 'key' | 'display',
    manager: Manager,
    facts: {
      name: string
      area: PermissionArea
      scopes: readonly Action[]
      screen: string | null
      expiresAt: string | null
    },
  ) => {
    if (!isAllowed(manager.session, `${kind}.manage`, { city: facts.area.city }))
      throw new AppError('forbidden', 'this area is not yours to give', { action: `${kind}.manage` })
    await checkAreaUnits(database, facts.area)
    if (facts.expiresAt !== null && Date.parse(facts.expiresAt) <= now())
      throw new AppError('unprocessable', 'it would be over already', { reason: 'expires_in_the_past' })
    const id = randomUUID()
    const secret = newSecret(kind)
    await access.write(async (tx, audit) => {
      const {
        name,
        area: { city, units = [] },
        scopes,
        screen,
        expiresAt,
      } = facts
      await tx.query(sql.insert, [
        id,
        kind,
        name,
        Buffer.from(hashSecret(secret), 'hex'),
        city,
        units,
        scopes,
        screen,
        new Date(now()),
        manager.session.name,
        expiresAt,
      ])
      audit(entry(manager, `${kind}.create`, id, facts.area.city, { name, scopes, screen, expiresAt }))
    })
    return { id, secret }
  }
  const one = async <T>(
    kind: 'key' | 'display',
    manager: Manager,
    id: string,
    find: (tx: Queryable, city: string, id: string) => Promise<T | undefined>,
  ): Promise<T> => {
    const found = await withSharedSchema(database, (tx) => find(tx, manager.session.area.city, id))
    if (found === undefined) throw new AppError('not_found', `there is no such ${kind}`)
    return found
  }
  const revoke = async (kind: 'key' | 'display', manager: Manager, { id, name, area }: ApiKey) => {
    await access.write(async (tx, audit) => {
      const { rowCount } = await tx.query(sql.revoke, [id, new Date(now())])
      if (rowCount > 0) audit(entry(manager, `${kind}.revoke`, id, area.city, { name }))
    })
  }
  const keyOf = async (tx: Queryable, city: string, id: string): Promise<ApiKey | undefined> =>
    (await listCredentials(tx, 'key', city, id))[0]
  const displayOf = async (tx: Queryable, city: string, id: string): Promise<DisplayToken | undefined> =>
    (await listCredentials(tx, 'display', city, id))[0]

  registerEndpoint(api, contract.listKeys, async (call) => ({
    keys: await withSharedSchema(database, (tx) =>
      listCredentials(tx, 'key', managerOf(call).session.area.city),
    ),
  }))

  registerEndpoint(api, contract.createKey, async ({ body, ...call }) => {
    const manager = managerOf(call)
    const { id, secret } = await issue('key', manager, { ...body, screen: null })
    return { key: await one('key', manager, id, keyOf), secret }
  })

  registerEndpoint(api, contract.revokeKey, async ({ params, ...call }) => {
    const manager = managerOf(call)
    await revoke('key', manager, await one('key', manager, params.key, keyOf))
    return undefined
  })

  registerEndpoint(api, contract.listDisplays, async (call) => ({
    displays: await withSharedSchema(database, (tx) =>
      listCredentials(tx, 'display', managerOf(call).session.area.city),
    ),
  }))

  registerEndpoint(api, contract.createDisplay, async ({ body: { city, ...body }, ...call }) => {
    const manager = managerOf(call)
    const { id, secret } = await issue('display', manager, { ...body, area: { city }, scopes: displayScopes })
    return { display: await one('display', manager, id, displayOf), secret }
  })

  registerEndpoint(api, contract.revokeDisplay, async ({ params, ...call }) => {
    const manager = managerOf(call)
    await revoke('display', manager, await one('display', manager, params.display, displayOf))
    return undefined
  })

  registerEndpoint(api, contract.renewDisplay, async ({ params, ...call }) => {
    const manager = managerOf(call)
    const { id, name, area } = await one('display', manager, params.display, displayOf)
    const secret = newSecret('display')
    await access.write(async (tx, audit) => {
      const { rowCount } = await tx.query(sql.renew, [id, Buffer.from(hashSecret(secret), 'hex')])
      if (rowCount === 0) throw new AppError('conflict', 'the display token is revoked')
      audit(entry(manager, 'display.renew', id, area.city, { name }))
    })
    return { display: await one('display', manager, id, displayOf), secret }
  })
}

interface Manager {
  session: Session
  address: string | null
}

function managerOf({ session, context }: { session: Session | null; context: Context<RequestEnv> }): Manager {
  if (session === null) throw new AppError('unauthenticated', 'sign in first')
  return { session, address: context.get('client').address }
}

function entry({ session, address }: Manager, action: string, id: string, city: string, detail: object) {
  const kind = action.split('.', 1)[0]
  return {
    actor: session.name,
    address,
    action,
    object: `${kind}:${id}`,
    result: 'done' as const,
    detail: { ...detail, ...(city === '*' ? {} : { city }) },
  }
}

/** 32 random bytes: nothing to guess, so a plain hash of it is kept. */
function newSecret(kind: 'key' | 'display'): string {
  return (kind === 'key' ? KEY_PREFIX : DISPLAY_PREFIX) + randomBytes(32).toString('base64url')
}
