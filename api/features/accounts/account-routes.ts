import * as contract from '#shared/contract/accounts.ts'
import type { Account } from '#shared/contract/accounts.ts'
import type { Session } from '#shared/contract/session.ts'
import type { Access, AccessWork } from '../../access/access.ts'
import { endSessions } from '../../access/end-sessions.ts'
import { initialPassword } from '../../access/initial-password.ts'
import { insertAccount } from '../../access/insert-account.ts'
import type { Passwords } from '../../access/passwords.ts'
import type { SignInAttempts } from '../../access/sign-in-attempts.ts'
import type { Database, Queryable } from '../../db/database.ts'
import { loadSql } from '../../db/load-sql.ts'
import { withShared } from '../../db/with-city.ts'
import { AppError } from '../../errors.ts'
import { type Api, type Call, mount } from '../../http/mount.ts'
import { checkExclusive, checkRights } from './check-rights.ts'
import { accountsOf, managedAccount } from './managed-account.ts'

const sql = {
  update: loadSql('api/features/accounts/sql/update-account.sql'),
  setPassword: loadSql('api/access/sql/set-password.sql'),
  removeFactor: loadSql('api/features/accounts/sql/remove-second-factor.sql'),
}

export interface AccountRoom {
  database: Database
  access: Access
  passwords: Passwords
  attempts: SignInAttempts
  now: () => number
}

/** What administrators do with accounts. Every change is one transaction with its audit row. */
export function accountRoutes(api: Api, { database, access, passwords, attempts, now }: AccountRoom): void {
  const idleSince = () => new Date(now() - access.security().settings.session.idleMinutes * 60_000)
  const find = (tx: Queryable, session: Session, id: string) =>
    managedAccount(tx, session, id, new Date(now()), idleSince())

  /** A change of an account that the administrator may look after. */
  const manage = <T>(
    { session, context }: AnyCall,
    id: string,
    action: string,
    work: (tx: Queryable, account: Account) => Promise<{ answer: T; detail?: object }>,
  ): Promise<T> => {
    const admin = known(session)
    const write: AccessWork<T> = async (tx, audit) => {
      const account = await find(tx, admin, id)
      const { answer, detail = {} } = await work(tx, account)
      audit({
        actor: admin.name,
        address: context.get('client').address,
        action,
        object: `account:${account.name}`,
        result: 'done',
        detail: { ...detail, ...cityOf(account) },
      })
      return answer
    }
    return access.write(write)
  }

  mount(api, contract.listAccounts, async ({ query, session }) =>
    withShared(database, (tx) =>
      accountsOf(tx, known(session).area.city, query, new Date(now()), idleSince()),
    ),
  )

  mount(api, contract.createAccount, async ({ body, session, context }) => {
    const admin = known(session)
    await checkRights(database, admin, body.role, body.area)
    const password = body.withPassword ? initialPassword() : null
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
    return { account: await withShared(database, (tx) => find(tx, admin, id)), initialPassword: password }
  })

  mount(api, contract.changeAccount, async ({ params, body: { version, ...wanted }, ...call }) => {
    const admin = known(call.session)
    const before = await withShared(database, (tx) => find(tx, admin, params.account))
    const after = withChanges(before, wanted)
    checkExclusive(before.role, after.role)
    await checkRights(database, admin, after.role, after.area)
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
    return withShared(database, (tx) => find(tx, admin, params.account))
  })

  mount(api, contract.resetPassword, async ({ params, ...call }) => {
    const password = initialPassword()
    const hash = await passwords.hash(password)
    await manage(call, params.account, 'account.reset_password', async (tx, account) => {
      const at = new Date(now())
      await tx.query(sql.setPassword, [account.id, hash, at, true])
      await attempts.clear(tx, account.name)
      const sessions = await endSessions(tx, { account: account.id, because: 'account', at })
      return { answer: undefined, detail: { sessions } }
    })
    return {
      account: await withShared(database, (tx) => find(tx, known(call.session), params.account)),
      initialPassword: password,
    }
  })

  mount(api, contract.removeSecondFactor, async ({ params, ...call }) =>
    manage(call, params.account, 'account.remove_second_factor', async (tx, account) => {
      const { rowCount } = await tx.query(sql.removeFactor, [account.id])
      if (rowCount === 0) throw new AppError('not_found', 'the account has no second factor')
      await endSessions(tx, { account: account.id, because: 'account', at: new Date(now()) })
      return { answer: undefined }
    }),
  )

  mount(api, contract.endAccountSessions, async ({ params, ...call }) =>
    manage(call, params.account, 'account.end_sessions', async (tx, account) => {
      const sessions = await endSessions(tx, { account: account.id, because: 'revoked', at: new Date(now()) })
      return { answer: undefined, detail: { sessions } }
    }),
  )

  mount(api, contract.unlockAccount, async ({ params, ...call }) =>
    manage(call, params.account, 'account.unlock', async (tx, account) => {
      await attempts.clear(tx, account.name)
      return { answer: undefined }
    }),
  )
}

type AnyCall = Pick<Call<unknown, unknown, unknown>, 'session' | 'context'>

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
