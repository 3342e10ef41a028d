import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestDatabase, type TestDatabase } from '../../helpers/database/open-test-database.ts'
import { until } from '../../helpers/until.ts'

let subject: TestDatabase
beforeAll(async () => {
  subject = await openTestDatabase({ holds: 'blank' })
})
afterAll(() => subject.drop())

const notify = (channel: string, payload: string) =>
  subject.database.transaction((tx) => tx.query('select pg_notify($1, $2)', [channel, payload]))

test('what a committed transaction notifies arrives, in order', async () => {
  const heard: string[] = []
  const stop = await subject.database.listen('news', (payload) => heard.push(payload))
  await notify('news', 'one')
  await notify('news', '{"city":"320900","name":"网格"}')
  await until(() => heard.length === 2)
  expect(heard).toEqual(['one', '{"city":"320900","name":"网格"}'])
  await stop()
})

test('what is rolled back is never heard', async () => {
  const heard: string[] = []
  const stop = await subject.database.listen('news', (payload) => heard.push(payload))
  await expect(
    subject.database.transaction(async (tx) => {
      await tx.query("select pg_notify('news', 'never')")
      throw new Error('no')
    }),
  ).rejects.toThrow('no')
  await notify('news', 'after')
  await until(() => heard.length > 0)
  expect(heard).toEqual(['after'])
  await stop()
})

test('each channel has its own listeners, and those who stopped hear nothing', async () => {
  const heard: string[] = []
  const note = (name: string) => (payload: string) => heard.push(`${name}: ${payload}`)
  const stopFirst = await subject.database.listen('a', note('first'))
  const stopSecond = await subject.database.listen('a', note('second'))
  const stopOther = await subject.database.listen('Other "channel"', note('other'))
  await stopFirst()
  await notify('a', 'x')
  await notify('Other "channel"', 'y')
  await until(() => heard.length === 2)
  await stopSecond()
  await notify('a', 'z')
  await notify('Other "channel"', 'last')
  await until(() => heard.includes('other: last'))
  expect(heard).toEqual(['second: x', 'other: y', 'other: last'])
  await stopOther()
})

test('listening again after everyone has stopped works', async () => {
  const heard: string[] = []
  await (
    await subject.database.listen('again', () => undefined)
  )()
  const stop = await subject.database.listen('again', (payload) => heard.push(payload))
  await notify('again', 'hello')
  await until(() => heard.length === 1)
  await stop()
})

test('ten who ask for a new channel at once all hear', async () => {
  const heard: number[] = []
  const stops = await Promise.all(
    Array.from({ length: 10 }, (_, i) => subject.database.listen('crowd', () => heard.push(i))),
  )
  await notify('crowd', '')
  await until(() => heard.length === 10)
  expect(heard.sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
  await Promise.all(stops.map((stop) => stop()))
})
