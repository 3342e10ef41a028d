import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestDatabase, type TestDatabase } from '../../../helpers/database/open-test-database.ts'
import { waitUntil } from '../../../helpers/wait-until.ts'

/** The engine is ended with a statement that does not end; what the program sees of it. */

let subject: TestDatabase
beforeAll(async () => {
  subject = await openTestDatabase({ holds: 'blank' })
})
afterAll(() => subject.drop())

const endless = () =>
  subject.database.transaction((tx) => tx.query('select count(*) from generate_series(1, 1000000000000)'), {
    timeoutMs: 400,
  })

test('listeners are notified of the gap and keep receiving after an engine restart', async () => {
  const heard: string[] = []
  let gaps = 0
  const stop = await subject.database.listen(
    'news',
    (payload) => heard.push(payload),
    () => {
      gaps++
    },
  )
  await expect(endless()).rejects.toMatchObject({ code: '57014' })
  await waitUntil(() => gaps === 1)
  await subject.database.query("select pg_notify('news', 'still here')")
  await waitUntil(() => heard.length === 1)
  expect(heard).toEqual(['still here'])
  await stop()
})

test('the event loop is not blocked while a statement runs', async () => {
  let beats = 0
  const beat = setInterval(() => {
    beats++
  }, 10)
  await endless().catch(() => undefined)
  clearInterval(beat)
  expect(beats).toBeGreaterThan(20)
})

test('the write-ahead log is recycled at checkpoints and does not grow without limit', async () => {
  await subject.database.query('create table bulk (n int, filling text)')
  const write = () =>
    subject.database.query("insert into bulk select n, repeat('x', 1000) from generate_series(1, 20000) n")
  for (let round = 0; round < 12; round++) await write()
  const sinceCheckpoint = async () =>
    Number(
      (
        await subject.database.query<{ bytes: string }>(
          'select pg_current_wal_insert_lsn() - redo_lsn as bytes from pg_control_checkpoint()',
        )
      ).rows[0]?.bytes,
    )
  await waitUntil(async () => (await sinceCheckpoint()) < 64 * 2 ** 20)
}, 60_000)
