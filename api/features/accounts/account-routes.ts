import * as contract from '#shared/contract/access/accounts.ts'
import type { Account } from '#shared/contract/access/accounts.ts'
import type { Session } from '#shared/contract/access/session.ts'
import type { AccessControl, AuditedWork } from '../../access/access-control.ts'
import { endSessions } from '../../access/end-sessions.ts'
import { generateInitialPassword } from '../../accounts/generate-initial-password.ts'
import { insertAccount } from '../../accounts/insert-account.ts'
import type { PasswordHasher } from '../../accounts/password-hasher.ts'
import type { SignInLimiter } from '../../access/sign-in-limiter.ts'
import type { Database, Queryable } from '../../db/database.ts'
import { loadSql } from '../../db/load-sql.ts'
import { withSharedSchema } from '../../db/transaction/with-city.ts'
import { AppError } from '../../errors.ts'
import { type Api, type EndpointCall, registerEndpoint } from '../../http/endpoints/register-endpoint.ts'
import { checkAuditorTakeover, checkExclusiveRoles, checkRoleGrant } from '../../accounts/check-role-grant.ts'
import { searchAccounts, requireManagedAccount } from '../../accounts/managed-accounts.ts'

const sql = {
  update: loadSql('api/features/accounts/sql/update-account.sql'),
  setPassword: loadSql('api/accounts/sql/upsert-password.sql'),
  removeFactor: loadSql('api/features/accounts/sql/delete-second-factor.sql'),
}

export interface AccountServices {
  database: Database
  access: AccessControl
  passwords: PasswordHasher
  attempts: SignInLimiter
  now: () => number
}

/** What administrators do with accounts. Every change is one transaction with its audit row. */
export function registerAccountRoutes(
  api: Api,
  { database, access, passwords, attempts, now }: AccountServices,
): void {
  const idleSince = () => new Date(now() - access.security().settings.session.idleMinutes * 60_000)
  const find = (tx: Queryable, session: Session, id: string) =>
    requireManagedAccount(tx, session, id, new Date(now()), idleSince())

  /** A change of an account that the administrator may look after. */
  const manage = <T>(
    { session, context }: AnyCall,
    id: string,
    action: string,
    work: (tx: Queryable, account: Account) => Promise<{ answer: T; detail?: object }>,
  ): Promise<T> => {
    const admin = known(session)
    const write: AuditedWork<T> = async (tx, audit) => {
      const account = await find(tx, admin, id)
      const { answer, detail = {} } = await work(tx, account)
      audit({
        actor: admin.name,
        address: context.get('client').address,
        action,
        object: `account:${account.name}`,
        result: 'done',
        detail: { ...detail, role: account.role, ...cityOf(account) },
      })
      return answer
    }
    return access.write(write)
  }

  registerEndpoint(api, contract.listAccounts, async ({ query, session }) =>
    withSharedSchema(database, (tx) =>
      searchAccounts(tx, known(session).area.city, query, new Date(now()), idleSince()),
    ),
  )

  registerEndpoint(api, contract.createAccount, async ({ body, session, context }) => {
    const admin = known(session)
    await checkRoleGrant(database, admin, body.role, body.area)
    const password = body.withPassword ? generateInitialPassword() : null
    const hash = password === null ? null : await passwords.hash(password)
    const id = await access.write(async (tx, audit) => {
      const { name, displayName, role, area, providerSubject } = body
      const inserted = await insertAccount(tx, {
        name,
        displayName,
        role,
        area,
        providerSubject,
        hash,
        by: admin.name,
        at: new Date(now()),
      })
      audit({
        actor: admin.name,
        address: context.get('client').address,
        action: 'account.create',
        object: `account:${name}`,
        result: 'done',
        detail: { role, area, displayName, ...cityOf({ area }) },
      })
      return inserted
    })
    return {
      account: await withSharedSchema(database, (tx) => find(tx, admin, id)),
      initialPassword: password,
    }
  })

  registerEndpoint(api, contract.changeAccount, async ({ params, body: { version, ...wanted }, ...call }) => {
    const admin = known(call.session)
    const before = await withSharedSchema(database, (tx) => find(tx, admin, params.account))
    const after = withChanges(before, wanted)
    checkExclusiveRoles(before.role, after.role)
    if (before.providerSubject !== after.providerSubject) checkAuditorTakeover(before.role)
    await checkRoleGrant(database, admin, after.role, after.area)
    await manage(call, params.account, 'account.change', async (tx) => {
      const at = new Date(now())
      const { rowCount } = await tx.query(sql.update, [
        after.id,
        version,
        after.displayName,
        after.role,
        after.area.city,
        after.area.units ?? [],
        after.state,
        after.providerSubject,
      ])
      // what was checked above is the version that was read there, and no other
      if (rowCount === 0 || version !== before.version)
        throw new AppError('stale_base', 'somebody else has changed the account in the meantime', {
          version: before.version,
        })
      if (changedFields(before, after).some((name) => name !== 'displayName'))
        await endSessions(tx, { account: after.id, because: 'account', at })
      return { answer: undefined, detail: differences(before, after) }
    })
    return withSharedSchema(database, (tx) => find(tx, admin, params.account))
  })

  registerEndpoint(api, contract.resetPassword, async ({ params, ...call }) => {
    const password = generateInitialPassword()
    const hash = await passwords.hash(password)
    await manage(call, params.account, 'account.reset_password', async (tx, account) => {
      checkAuditorTakeover(account.role)
      const at = new Date(now())
      await tx.query(sql.setPassword, [account.id, hash, at, true])
      await attempts.clear(tx, account.name)
      const sessions = await endSessions(tx, { account: account.id, because: 'account', at })
      return { answer: undefined, detail: { sessions } }
    })
    return {
      account: await withSharedSchema(database, (tx) => find(tx, known(call.session), params.account)),
      initialPassword: password,
    }
  })

  registerEndpoint(api, contract.removeSecondFactor, async ({ params, ...call }) =>
    manage(call, params.account, 'account.remove_second_factor', async (tx, account) => {
      checkAuditorTakeover(account.role)
      const { rowCount } = await tx.query(sql.removeFactor, [account.id])
      if (rowCount === 0) throw new AppError('not_found', 'the account has no second factor')
      await endSessions(tx, { account: account.id, because: 'account', at: new Date(now()) })
      return { answer: undefined }
    }),
  )

  registerEndpoint(api, contract.endAccountSessions, async ({ params, ...call }) =>
    manage(call, params.account, 'account.end_sessions', async (tx, account) => {
      const sessions = await endSessions(tx, { account: account.id, because: 'revoked', at: new Date(now()) })
      return { answer: undefined, detail: { sessions } }
    }),
  )

  registerEndpoint(api, contract.unlockAccount, async ({ params, ...call }) =>
    manage(call, params.account, 'account.unlock', async (tx, account) => {
      await attempts.clear(tx, account.name)
      return { answer: undefined }
    }),
  )
}

type AnyCall = Pick<EndpointCall<unknown, unknown, unknown>, 'session' | 'context'>

/** The guard has let somebody through. */
function known(session: Session | null): Session {
  if (session === null) throw new AppError('unauthenticated', 'sign in first')
  return session
}

function cityOf({ area }: Pick<Account, 'area'>): { city?: string } {
  return area.city === '*' ? {} : { city: area.city }
}

const CHANGEABLE = ['displayName', 'role', 'area', 'state', 'providerSubject'] as const

function withChanges(
  account: Account,
  wanted: { [Name in (typeof CHANGEABLE)[number]]?: Account[Name] | undefined },
): Account {
  return {
    ...account,
    ...Object.fromEntries(
      CHANGEABLE.filter((name) => wanted[name] !== undefined).map((name) => [name, wanted[name]]),
    ),
  }
}

function changedFields(before: Account, after: Account) {
  return CHANGEABLE.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
}

function differences(before: Account, after: Account): { before: object; after: object } {
  const pick = (account: Account) =>
    Object.fromEntries(changedFields(before, after).map((name) => [name, account[name]]))
  return { before: pick(before), after: pick(after) }
}
