import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { insertAccount } from '../../../api/accounts/insert-account.ts'
import { appendAudit } from '../../../api/audit/audit-chain.ts'
import type { Queryable } from '../../../api/db/database.ts'
import { verifyAuditChain } from '../../../api/audit/verify-audit-chain.ts'
import { withSharedSchema } from '../../../api/db/transaction/with-city.ts'
import { pruneAudit } from '../../../api/audit/prune-audit.ts'
import { openTestDatabase, testCity, type TestDatabase } from '../../helpers/database/open-test-database.ts'

let subject: TestDatabase
beforeAll(async () => {
  subject = await openTestDatabase()
})
afterAll(() => subject.drop())

const shared = <T>(work: (tx: Queryable) => Promise<T>) =>
  withSharedSchema(subject.database, work, { access: 'admin' })
const now = new Date('2026-12-31T12:00:00Z')
const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000)
const prune = (days: number) => pruneAudit(subject.database, { days, actor: 'command:test', now })
const verify = () => shared((tx) => verifyAuditChain(tx, 'shared'))

beforeEach(async () => {
  await shared(async (tx) => {
    await tx.query('truncate audit, audit_anchor, security_settings')
    await tx.query('insert into audit_anchor (id, pruned_rows) values (0, 0)')
    for (const days of [400, 300, 200, 190, 100, 1]) {
      await appendAudit(tx, 'shared', [
        {
          at: daysAgo(days),
          actor: 'wang',
          address: null,
          action: 'test.row',
          object: `${days}`,
          result: 'done',
          detail: {},
        },
      ])
    }
  })
})

describe('audit pruning', () => {
  it('deletes rows that are old enough and leaves a chain that still verifies', async () => {
    expect(await prune(250)).toEqual([
      { log: 'shared', rows: 2 },
      { log: testCity, rows: 0 },
    ])
    expect(await verify()).toMatchObject({ rows: 5, head: { id: 7 }, broken: null })
    expect(await prune(180)).toMatchObject([{ rows: 2 }, { rows: 0 }])
    expect(await verify()).toMatchObject({ rows: 4, head: { id: 8 }, broken: null })
    const { rows } = await shared((tx) =>
      tx.query('select actor, action, detail from audit order by id desc limit 1'),
    )
    expect(rows).toEqual([
      { actor: 'command:test', action: 'audit.prune', detail: { days: 180, rows: 2, through: 4 } },
    ])
  })

  it('never deletes rows younger than the legal or configured minimum', async () => {
    await expect(prune(179)).rejects.toMatchObject({
      name: 'StartError',
      message: expect.stringContaining('180 days'),
    })
    await shared((tx) =>
      tx.query('insert into security_settings (settings, version) values ($1, 1)', [{ auditDays: 365 }]),
    )
    await expect(prune(200)).rejects.toMatchObject({
      name: 'StartError',
      message: expect.stringContaining('365 days'),
    })
  })

  it('also deletes expired sessions and failed sign-ins of that age', async () => {
    await shared(async (tx) => {
      const account = await insertAccount(tx, {
        name: 'wang',
        displayName: 'wang',
        role: 'planner',
        area: { city: '*' },
        hash: null,
        by: 'test',
        at: daysAgo(400),
      })
      for (const days of [300, 100])
        await tx.query(
          'insert into session (id, account_id, created_at, seen_at, ends_at) values ($1, $2, $3, $3, $3)',
          [`s${days}`, account, daysAgo(days)],
        )
      for (const days of [2, 0])
        await tx.query(
          'insert into sign_in_attempt (key, failures, last_at, locked_until) values ($1, 1, $2, $2)',
          [`name:${days}`, daysAgo(days)],
        )
    })
    await prune(250)
    const left = await shared(async (tx) => [
      (await tx.query<{ id: string }>('select id from session')).rows,
      (await tx.query<{ key: string }>('select key from sign_in_attempt')).rows,
    ])
    expect(left).toEqual([[{ id: 's100' }], [{ key: 'name:0' }]])
  })

  it('leaves a log untouched whose chain is broken', async () => {
    await shared((tx) => tx.query("update audit set actor = 'li' where id = 1"))
    await expect(prune(250)).rejects.toMatchObject({
      name: 'StartError',
      message: expect.stringContaining('row 1'),
    })
    expect((await shared((tx) => tx.query('select 1 from audit'))).rowCount).toBe(6)
  })

  it('does not hide a row deleted from the new start of the chain', async () => {
    await prune(250)
    await shared((tx) => tx.query('delete from audit where id = 3'))
    expect((await verify()).broken).toEqual({ id: 3, reason: 'missing' })
  })

  it('can delete every row, and the chain continues', async () => {
    await shared((tx) => tx.query('truncate audit'))
    await shared(async (tx) => {
      await tx.query('update audit_anchor set id = 0, hash = null')
      await appendAudit(tx, 'shared', [
        {
          at: daysAgo(500),
          actor: 'wang',
          address: null,
          action: 'test.row',
          object: 'x',
          result: 'done',
          detail: {},
        },
      ])
    })
    expect(await prune(180)).toMatchObject([{ rows: 1 }, { rows: 0 }])
    expect(await verify()).toMatchObject({ rows: 1, head: { id: 2 }, broken: null })
  })
})
