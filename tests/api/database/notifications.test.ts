import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestDatabase, type TestDatabase } from '../../helpers/database/open-test-database.ts'
import { waitUntil } from '../../helpers/wait-until.ts'

let subject: TestDatabase
beforeAll(async () => {
  subject = await openTestDatabase({ holds: 'blank' })
})
afterAll(() => subject.drop())

const notify = (channel: string, payload: string) =>
  subject.database.transaction((tx) => tx.query('select pg_notify($1, $2)', [channel, payload]))

test('delivers notifications of a committed transaction in order', async () => {
  const heard: string[] = []
  const stop = await subject.database.listen('news', (payload) => heard.push(payload))
  await notify('news', 'one')
  await notify('news', '{"city":"320900","name":"网格"}')
  await waitUntil(() => heard.length === 2)
  expect(heard).toEqual(['one', '{"city":"320900","name":"网格"}'])
  await stop()
})

test('does not deliver notifications of a rolled-back transaction', async () => {
  const heard: string[] = []
  const stop = await subject.database.listen('news', (payload) => heard.push(payload))
  await expect(
    subject.database.transaction(async (tx) => {
      await tx.query("select pg_notify('news', 'never')")
      throw new Error('no')
    }),
  ).rejects.toThrow('no')
  await notify('news', 'after')
  await waitUntil(() => heard.length > 0)
  expect(heard).toEqual(['after'])
  await stop()
})

test('delivers each channel to its own listeners, and nothing after they unsubscribe', async () => {
  const heard: string[] = []
  const note = (name: string) => (payload: string) => heard.push(`${name}: ${payload}`)
  const stopFirst = await subject.database.listen('a', note('first'))
  const stopSecond = await subject.database.listen('a', note('second'))
  const stopOther = await subject.database.listen('Other "channel"', note('other'))
  await stopFirst()
  await notify('a', 'x')
  await notify('Other "channel"', 'y')
  await waitUntil(() => heard.length === 2)
  await stopSecond()
  await notify('a', 'z')
  await notify('Other "channel"', 'last')
  await waitUntil(() => heard.includes('other: last'))
  expect(heard).toEqual(['second: x', 'other: y', 'other: last'])
  await stopOther()
})

test('subscribes again after every listener has unsubscribed', async () => {
  const heard: string[] = []
  await (
    await subject.database.listen('again', () => undefined)
  )()
  const stop = await subject.database.listen('again', (payload) => heard.push(payload))
  await notify('again', 'hello')
  await waitUntil(() => heard.length === 1)
  await stop()
})

test('delivers to ten listeners that subscribe to a new channel concurrently', async () => {
  const heard: number[] = []
  const stops = await Promise.all(
    Array.from({ length: 10 }, (_, i) => subject.database.listen('crowd', () => heard.push(i))),
  )
  await notify('crowd', '')
  await waitUntil(() => heard.length === 10)
  expect(heard.sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
  await Promise.all(stops.map((stop) => stop()))
})
