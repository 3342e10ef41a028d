import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { change } from '../../api/db/change.ts'
import { aCity } from '../helpers/a-city.ts'
import { openTestApp, type TestApp } from '../helpers/open-test-app.ts'

const city = '321000'
let test: TestApp

beforeAll(async () => {
  test = await openTestApp({ cities: [aCity({ code: city })] })
})

afterAll(() => test.close())

/** Reads server-sent events one by one. */
async function follow() {
  const answer = await test.send(`/api/cities/${city}/events`, { headers: { accept: 'text/event-stream' } })
  const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  return {
    answer,
    async next(): Promise<{ event: string; data: unknown; id: string }> {
      for (;;) {
        const end = text.indexOf('\n\n')
        if (end >= 0) {
          const fields = Object.fromEntries(text.slice(0, end).split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]))
          text = text.slice(end + 2)
          if (fields['data'] !== undefined) return { event: fields['event'], data: JSON.parse(fields['data']), id: fields['id'] }
          continue
        }
        const { value, done } = await reader.read()
        if (done) throw new Error('the stream ended')
        text += value
      }
    },
    stop: () => reader.cancel(),
  }
}

const touch = () => change(test.database, { city, actor: 'test', note: 'touch', requestId: randomUUID(), kind: 'test' }, async () =>
  ({ answer: null, box: [1, 2, 3, 4], layers: ['grids'] }))

describe('the event stream', () => {
  it('greets with the revision, then tells every reader of each change and what it touched', async () => {
    const [one, other] = [await follow(), await follow()]
    expect(one.answer.headers.get('content-type')).toBe('text/event-stream')
    const hello = await one.next()
    expect(hello).toMatchObject({ event: 'hello', data: { base: 0 } })
    await other.next()
    const { revision } = await touch()
    const told = { event: 'revision', data: { revision, box: [1, 2, 3, 4], layers: ['grids'] }, id: String(revision) }
    expect(await one.next()).toEqual(told)
    expect(await other.next()).toEqual(told)
    await Promise.all([one.stop(), other.stop()])
  })

  it('tells of every change once, in order, when several come at once', async () => {
    const reader = await follow()
    await reader.next()
    const changes = await Promise.all([touch(), touch(), touch()])
    const heard = [await reader.next(), await reader.next(), await reader.next()].map((event) => (event.data as { revision: number }).revision)
    expect(heard).toEqual(changes.map((each) => each.revision).sort((a, b) => a - b))
    await reader.stop()
  })

  it('is refused to a page of another site', async () => {
    const answer = await test.send(`/api/cities/${city}/events`, { headers: { accept: 'text/event-stream', origin: 'https://elsewhere.example' } })
    expect(answer.status).toBe(403)
  })
})
