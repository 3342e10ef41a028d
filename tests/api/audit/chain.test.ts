import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { AuditEntry } from '#shared/contract/access/audit.ts'
import { appendAudit } from '../../../api/audit/audit-chain.ts'
import { verifyAuditChain } from '../../../api/audit/verify-audit-chain.ts'
import { withSharedSchema } from '../../../api/db/transaction/with-city.ts'
import type { Queryable } from '../../../api/db/database.ts'
import { openTestDatabase, type TestDatabase } from '../../helpers/database/open-test-database.ts'

let subject: TestDatabase
beforeAll(async () => {
  subject = await openTestDatabase()
})
afterAll(() => subject.drop())
beforeEach(() =>
  shared(async (tx) => {
    await tx.query('truncate audit, audit_anchor')
    await tx.query('insert into audit_anchor (id, pruned_rows) values (0, 0)')
  }),
)

const shared = <T>(work: (tx: Queryable) => Promise<T>) =>
  withSharedSchema(subject.database, work, { access: 'admin' })
const entry = (over: Partial<AuditEntry> = {}): AuditEntry => ({
  at: new Date('2026-03-01T08:00:00.250Z'),
  actor: 'wang',
  address: '10.0.0.7',
  action: 'session.sign_in',
  object: 'account:wang',
  result: 'done',
  detail: {},
  ...over,
})
const append = (...entries: AuditEntry[]) => shared((tx) => appendAudit(tx, 'shared', entries))
const verify = (witness?: { id: number; hash: string }) =>
  shared((tx) => verifyAuditChain(tx, 'shared', witness))

describe('the audit chain', () => {
  it('verifies after single and batched entries', async () => {
    await append(entry())
    await append(
      entry({ actor: '王', detail: { b: [1, { z: null, a: 1e21 }], a: 'x "y" \\ é 盐' } }),
      entry({ at: new Date('2026-03-01T08:00:00Z'), address: null, result: 'refused' }),
    )
    expect(await verify()).toMatchObject({ rows: 3, head: { id: 3 }, before: 0, broken: null })
  })

  it('is separate for each log: the chain of one log does not verify as another', async () => {
    await append(entry())
    expect(await shared((tx) => verifyAuditChain(tx, '320900'))).toMatchObject({
      rows: 0,
      broken: { id: 1, reason: 'altered' },
    })
  })

  it('is empty and valid at first', async () => {
    expect(await verify()).toMatchObject({ rows: 0, head: { id: 0 }, broken: null })
  })

  it.each([
    ["update audit set actor = 'li' where id = 3", { id: 3, reason: 'altered' }],
    ["update audit set at = at + interval '1 microsecond' where id = 2", { id: 2, reason: 'altered' }],
    ['update audit set detail = detail || \'{"more": 1}\' where id = 4', { id: 4, reason: 'altered' }],
    ["update audit set result = 'refused' where id = 1", { id: 1, reason: 'altered' }],
    ['update audit set address = null where id = 5', { id: 5, reason: 'altered' }],
    ['update audit set hash = sha256(hash) where id = 2', { id: 2, reason: 'altered' }],
    ['delete from audit where id = 4', { id: 4, reason: 'missing' }],
    ['delete from audit where id <= 2', { id: 1, reason: 'missing' }],
    [
      'update audit set id = case id when 2 then 30 else 2 end where id in (2, 3)',
      { id: 2, reason: 'altered' },
    ],
    [
      'insert into audit select 7, at, actor, address, action, object, result, detail, hash from audit where id = 6',
      { id: 7, reason: 'altered' },
    ],
  ])('reports the first broken link after: %s', async (tampering, broken) => {
    for (let i = 1; i <= 6; i++) await append(entry({ detail: { i } }))
    await shared((tx) => tx.query(tampering))
    expect((await verify()).broken).toEqual(broken)
  })

  it('detects a rewrite or truncation against a previously recorded head', async () => {
    for (let i = 1; i <= 4; i++) await append(entry({ detail: { i } }))
    const noted = (await verify()).head
    expect((await verify(noted)).broken).toBeNull()
    await shared((tx) => tx.query('delete from audit where id > 2'))
    expect((await verify()).broken).toBeNull()
    expect((await verify(noted)).broken).toEqual({ id: 3, reason: 'cut_off' })
    for (let i = 3; i <= 5; i++) await append(entry({ detail: { i: i * 10 } }))
    expect((await verify()).broken).toBeNull()
    expect((await verify(noted)).broken).toEqual({ id: 4, reason: 'rewritten' })
  })

  it('has no gaps or forks after concurrent writes', async () => {
    await Promise.all(
      Array.from({ length: 24 }, (_, i) =>
        append(...Array.from({ length: 1 + (i % 3) }, (_, j) => entry({ detail: { i, j } }))),
      ),
    )
    expect(await verify()).toMatchObject({ rows: 48, head: { id: 48 }, broken: null })
  })

  it('accepts any text but strips line breaks and control characters', async () => {
    await append(
      entry({
        actor: 'a\r\nb\u0000c',
        object: 'x'.repeat(9000),
        detail: { note: 'one\ntwo\u001b[31m', half: '\ud800' },
      }),
    )
    const { rows } = await shared((tx) =>
      tx.query<{ actor: string; object: string; detail: { note: string } }>(
        'select actor, object, detail from audit',
      ),
    )
    expect(rows[0]).toMatchObject({ actor: 'a  b c', detail: { note: 'one two [31m' } })
    expect(rows[0]!.object).toHaveLength(500)
    expect((await verify()).broken).toBeNull()
  })
})
