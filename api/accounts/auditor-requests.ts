import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { Account } from '#shared/contract/access/accounts.ts'
import { AuditorAction, type AuditorRequest } from '#shared/contract/access/auditor-requests.ts'
import type { Session } from '#shared/contract/access/session.ts'
import type { Queryable } from '../db/database.ts'
import { loadSql } from '../db/load-sql.ts'
import { AppError } from '../errors.ts'

const sql = {
  insert: loadSql('api/accounts/sql/insert-auditor-request.sql'),
  list: loadSql('api/accounts/sql/list-auditor-requests.sql'),
  remove: loadSql('api/accounts/sql/delete-auditor-request.sql'),
  removeOld: loadSql('api/accounts/sql/delete-old-auditor-requests.sql'),
  dependence: loadSql('api/accounts/sql/find-account-dependence.sql'),
}

/** How long a request can be confirmed: auditors have seven days to notice it. */
const LIFETIME_MS = 7 * 24 * 3_600_000

const Row = z.object({
  id: z.uuid(),
  action: AuditorAction,
  requested_at: z.coerce.date(),
  account_id: z.uuid(),
  requested_by: z.uuid(),
  name: z.string(),
  display_name: z.string(),
  requester: z.string(),
})
type Row = z.infer<typeof Row>

/** Requests that the administrator can see. */
export async function listAuditorRequests(
  tx: Queryable,
  session: Session,
  now: number,
): Promise<AuditorRequest[]> {
  const rows = await readRows(tx, session, now, null)
  return rows.map((row) => ({
    id: row.id,
    action: row.action,
    name: row.name,
    displayName: row.display_name,
    requestedBy: row.requester,
    requestedAt: row.requested_at.toISOString(),
    expiresAt: new Date(row.requested_at.getTime() + LIFETIME_MS).toISOString(),
    own: row.requested_by === session.subject,
  }))
}

/**
 * Stores a request and returns its id.
 *
 * @throws AppError unprocessable: not an auditor; conflict: asked for already, or the caller has no account
 */
export async function insertAuditorRequest(
  tx: Queryable,
  session: Session,
  account: Account,
  action: AuditorAction,
  now: number,
): Promise<string> {
  if (account.role !== 'auditor')
    throw new AppError('unprocessable', 'only the sign-in of an auditor needs two administrators', {
      reason: 'no_auditor',
    })
  if (session.kind !== 'account')
    throw new AppError('conflict', 'somebody without an account asks for nothing', {
      reason: 'account_needed',
    })
  await tx.query(sql.removeOld, [new Date(now - LIFETIME_MS)])
  const id = randomUUID()
  const { rowCount } = await tx.query(sql.insert, [id, account.id, action, session.subject, new Date(now)])
  if (rowCount === 0)
    throw new AppError('conflict', 'this is asked for already', { reason: 'requested_already' })
  return id
}

/**
 * Takes a request away, so that it can be done by another administrator.
 *
 * @throws AppError not_found; forbidden: the caller has made it, or one of both accounts could be in the hands of the other
 */
export async function takeAuditorRequest(
  tx: Queryable,
  session: Session,
  id: string,
  now: number,
): Promise<Row> {
  const row = await requireRow(tx, session, id, now)
  const refuse = (message: string, reason: string): never => {
    throw new AppError('forbidden', message, { action: 'account.manage', reason })
  }
  if (row.requested_by === session.subject || session.kind !== 'account')
    refuse('another administrator confirms it', 'own_request')
  const {
    rows: [found],
  } = await tx.query<{ dependent: boolean }>(sql.dependence, [row.requester, session.name])
  if (found?.dependent !== false)
    refuse('one administrator made the other or changed the sign-in of the other', 'dependent_administrators')
  await removeRow(tx, id)
  return row
}

/** Withdraws or declines a request. @throws AppError not_found */
export async function removeAuditorRequest(
  tx: Queryable,
  session: Session,
  id: string,
  now: number,
): Promise<Row> {
  const row = await requireRow(tx, session, id, now)
  await removeRow(tx, id)
  return row
}

async function readRows(tx: Queryable, session: Session, now: number, id: string | null): Promise<Row[]> {
  const { rows } = await tx.query(sql.list, [session.area.city, new Date(now - LIFETIME_MS), id])
  return Row.array().parse(rows)
}

async function requireRow(tx: Queryable, session: Session, id: string, now: number): Promise<Row> {
  const [row] = await readRows(tx, session, now, id)
  if (row === undefined) throw new AppError('not_found', 'there is no such request', { request: id })
  return row
}

async function removeRow(tx: Queryable, id: string): Promise<void> {
  const { rowCount } = await tx.query(sql.remove, [id])
  if (rowCount === 0) throw new AppError('not_found', 'there is no such request', { request: id })
}
