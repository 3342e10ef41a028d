import { setImmediate as immediate } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runAsLongWork } from '../../../../api/runtime/work/work-context.ts'
import { openDatabase } from '../../../../api/db/open-database.ts'
import { openTestDatabase, type TestDatabase } from '../../../helpers/database/open-test-database.ts'
import { findFreePort } from '../../../helpers/find-free-port.ts'
import { waitUntil } from '../../../helpers/wait-until.ts'

/** What only a server can do to its clients. */

let subject: TestDatabase
let url: string
beforeAll(async () => {
  subject = await openTestDatabase({ holds: 'blank' })
  if (!('url' in subject.settings)) throw new Error('these tests are for a server: set TEST_DATABASE_URL')
  url = subject.settings.url
})
afterAll(() => subject.drop())

/** Ends connections of this database as an administrator, or a failing network, would. */
const terminate = (applicationName: string) =>
  subject.database.query(
    `
  select pg_terminate_backend(pid) from pg_stat_activity
  where datname = current_database() and application_name = $1 and pid <> pg_backend_pid()`,
    [applicationName],
  )

describe('a lost connection', () => {
  test('is reported as a gap to listeners, which keep receiving', async () => {
    const heard: string[] = []
    let gaps = 0
    const stop = await subject.database.listen(
      'news',
      (payload) => heard.push(payload),
      () => {
        gaps++
      },
    )
    await terminate('grid-map listen')
    await waitUntil(() => gaps === 1)
    await subject.database.query("select pg_notify('news', 'still here')")
    await waitUntil(() => heard.length === 1)
    expect(heard).toEqual(['still here'])
    await stop()
  })

  test('aborts its own transaction and no other', async () => {
    const pids = await subject.database.transaction(async (tx) => {
      const {
        rows: [own],
      } = await tx.query<{ pid: number }>('select pg_backend_pid() as pid')
      return own!.pid
    })
    await expect(
      subject.database.transaction(async (tx) => {
        const {
          rows: [own],
        } = await tx.query<{ pid: number }>('select pg_backend_pid() as pid')
        const other = await openDatabase({ url })
        await other.query('select pg_terminate_backend($1)', [own!.pid])
        await other.close()
        await tx.query('select 1')
      }),
    ).rejects.toMatchObject({ code: expect.stringMatching(/^(57P01|08006)$/) })
    expect(pids).toBeGreaterThan(0)
    expect((await subject.database.query('select 1 as one')).rows).toEqual([{ one: 1 }])
  })

  test('is replaced without an error when it was idle', async () => {
    const other = await openDatabase({ url })
    await other.query('select 1')
    await terminate('grid-map')
    await waitUntil(
      async () =>
        (
          await subject.database.query(
            "select 1 from pg_stat_activity where datname = current_database() and application_name = 'grid-map' and pid <> pg_backend_pid()",
          )
        ).rowCount === 0,
    )
    // the farewell has arrived; a turn or two of the event loop, and it is read
    for (let turn = 0; turn < 5; turn++) await immediate()
    expect((await other.query('select 1 as one')).rows).toEqual([{ one: 1 }])
    await other.close()
  })

  test('during COMMIT reports an unknown outcome', async () => {
    await subject.database.query('create table fate (id int)')
    const other = await openDatabase({ url })
    // a deferred constraint trigger runs at COMMIT, and ends its own connection there
    await subject.database.query(
      'create function hang_up() returns trigger language plpgsql as $$ begin perform pg_terminate_backend(pg_backend_pid()); return null; end $$',
    )
    await subject.database.query(
      'create constraint trigger hang_up after insert on fate deferrable initially deferred for each row execute function hang_up()',
    )
    await expect(other.transaction((tx) => tx.query('insert into fate values (1)'))).rejects.toMatchObject({
      outcomeUnknown: true,
    })
    await other.close()
  })
})

describe('reads', () => {
  test('use the replicas, while writes do not', async () => {
    const replica = new URL(url)
    replica.searchParams.set('application_name', 'replica')
    const database = await openDatabase({ url, readUrls: [replica.href] })
    const name = "select current_setting('application_name') as name"
    const where = async (access: 'read' | 'write') =>
      (await database.transaction((tx) => tx.query(name), { access })).rows
    expect(await where('read')).toEqual([{ name: 'replica' }])
    expect(await where('write')).toEqual([{ name: 'grid-map' }])
    await database.close()
  })

  test('fall back to the primary while the replicas are unavailable', async () => {
    const away = new URL(url)
    away.port = String(await findFreePort())
    const database = await openDatabase({ url, readUrls: [away.href] })
    expect(
      (await database.transaction((tx) => tx.query('select 1 as one'), { access: 'read' })).rows,
    ).toEqual([{ one: 1 }])
    await database.close()
  })
})

describe('long work', () => {
  test('never takes the last connections: short requests are answered while it holds all it may have', async () => {
    const database = await openDatabase({ url, poolSize: 4 })
    let finish = () => {}
    const finished = new Promise<void>((resolve) => {
      finish = resolve
    })
    let holding = 0
    const work = Array.from({ length: 10 }, () =>
      runAsLongWork(new AbortController().signal, () =>
        database.transaction(async (tx) => {
          await tx.query('select 1')
          holding++
          await finished
        }),
      ),
    )
    try {
      await waitUntil(() => holding === 2)
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, i) => database.query<{ i: number }>(`select ${i} as i`)),
      )
      expect(answers.map(({ rows }) => rows[0]?.i)).toEqual(Array.from({ length: 20 }, (_, i) => i))
      expect(holding).toBe(2)
      finish()
      await Promise.all(work)
      expect(holding).toBe(10)
    } finally {
      finish()
      await Promise.allSettled(work)
      await database.close()
    }
  })

  test('gives its place back when a connection cannot be made or breaks', async () => {
    const database = await openDatabase({ url, poolSize: 3 })
    const lose = () =>
      runAsLongWork(new AbortController().signal, () =>
        database.query('select pg_terminate_backend(pg_backend_pid())'),
      )
    try {
      for (let i = 0; i < 3; i++) await expect(lose()).rejects.toThrow()
      expect(
        (await runAsLongWork(new AbortController().signal, () => database.query('select 1 as one'))).rows,
      ).toEqual([{ one: 1 }])
    } finally {
      await database.close()
    }
  })
})
