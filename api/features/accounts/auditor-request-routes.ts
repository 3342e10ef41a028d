import * as contract from '#shared/contract/access/auditor-requests.ts'
import type { Account } from '#shared/contract/access/accounts.ts'
import type { Session } from '#shared/contract/access/session.ts'
import { endSessions } from '../../access/end-sessions.ts'
import {
  insertAuditorRequest,
  listAuditorRequests,
  removeAuditorRequest,
  takeAuditorRequest,
} from '../../accounts/auditor-requests.ts'
import { generateInitialPassword } from '../../accounts/generate-initial-password.ts'
import { requireManagedAccount } from '../../accounts/managed-accounts.ts'
import type { Queryable } from '../../db/database.ts'
import { loadSql } from '../../db/load-sql.ts'
import { withSharedSchema } from '../../db/transaction/with-city.ts'
import { AppError } from '../../errors.ts'
import { type Api, registerEndpoint } from '../../http/endpoints/register-endpoint.ts'
import type { AccountServices } from './account-routes.ts'

const sql = {
  setPassword: loadSql('api/accounts/sql/upsert-password.sql'),
  removeFactor: loadSql('api/features/accounts/sql/delete-second-factor.sql'),
}

/** What two administrators do together with the sign-in of an auditor. Every step is in the log, which auditors read. */
export function registerAuditorRequestRoutes(
  api: Api,
  { database, access, passwords, attempts, now }: AccountServices,
): void {
  const find = (tx: Queryable, session: Session, id: string): Promise<Account> => {
    const idleSince = new Date(now() - access.security().settings.session.idleMinutes * 60_000)
    return requireManagedAccount(tx, session, id, new Date(now()), idleSince)
  }

  registerEndpoint(api, contract.listAuditorRequests, async ({ session }) => ({
    requests: await withSharedSchema(database, (tx) => listAuditorRequests(tx, known(session), now())),
  }))

  registerEndpoint(api, contract.createAuditorRequest, async ({ params, body, session, context }) => {
    const admin = known(session)
    const id = await access.write(async (tx, audit) => {
      const account = await find(tx, admin, params.account)
      const made = await insertAuditorRequest(tx, admin, account, body.action, now())
      audit({
        actor: admin.name,
        address: context.get('client').address,
        action: `account.request_${body.action}`,
        object: `account:${account.name}`,
        result: 'done',
        detail: { role: account.role, ...cityOf(account) },
      })
      return made
    })
    const requests = await withSharedSchema(database, (tx) => listAuditorRequests(tx, admin, now()))
    const request = requests.find((each) => each.id === id)
    if (request === undefined) throw new AppError('not_found', 'the request has been withdrawn meanwhile')
    return request
  })

  registerEndpoint(api, contract.confirmAuditorRequest, async ({ params, session, context }) => {
    const admin = known(session)
    const password = generateInitialPassword()
    const hash = await passwords.hash(password)
    const { id, action } = await access.write(async (tx, audit) => {
      const request = await takeAuditorRequest(tx, admin, params.request, now())
      const account = await find(tx, admin, request.account_id)
      const at = new Date(now())
      if (request.action === 'remove_second_factor') {
        const { rowCount } = await tx.query(sql.removeFactor, [account.id])
        if (rowCount === 0) throw new AppError('not_found', 'the account has no second factor')
      } else {
        await tx.query(sql.setPassword, [account.id, hash, at, true])
        await attempts.clear(tx, account.name)
      }
      const sessions = await endSessions(tx, { account: account.id, because: 'account', at })
      audit({
        actor: admin.name,
        address: context.get('client').address,
        action: `account.${request.action}`,
        object: `account:${account.name}`,
        result: 'done',
        detail: { requestedBy: request.requester, sessions, role: account.role, ...cityOf(account) },
      })
      return { id: account.id, action: request.action }
    })
    return {
      account: await withSharedSchema(database, (tx) => find(tx, admin, id)),
      initialPassword: action === 'reset_password' ? password : null,
    }
  })

  registerEndpoint(api, contract.removeAuditorRequest, async ({ params, session, context }) => {
    const admin = known(session)
    await access.write(async (tx, audit) => {
      const request = await removeAuditorRequest(tx, admin, params.request, now())
      const account = await find(tx, admin, request.account_id)
      audit({
        actor: admin.name,
        address: context.get('client').address,
        action: `account.decline_${request.action}`,
        object: `account:${account.name}`,
        result: 'done',
        detail: { requestedBy: request.requester, role: account.role, ...cityOf(account) },
      })
    })
    return undefined
  })
}

/** The guard has let somebody through. */
function known(session: Session | null): Session {
  if (session === null) throw new AppError('unauthenticated', 'sign in first')
  return session
}

function cityOf({ area }: Pick<Account, 'area'>): { city?: string } {
  return area.city === '*' ? {} : { city: area.city }
}
