import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addComment } from '#shared/contract/draft-review.ts'
import { listLeases, watchDraft } from '#shared/contract/draft-events.ts'
import { appendSteps, renameDraft, takeLeases } from '#shared/contract/drafts.ts'
import { change } from '../../api/db/change.ts'
import { aCity } from '../helpers/a-city.ts'
import { drawing, official, reviewer } from '../helpers/draw.ts'
import { followEvents } from '../helpers/follow-events.ts'
import { openTestApp, type TestApp } from '../helpers/open-test-app.ts'

const city = '321000'
let test: TestApp
let clock = Date.now()

beforeAll(async () => {
  test = await openTestApp({ cities: [aCity({ code: city })], now: () => clock })
})

afterAll(() => test.close())

const follow = () => followEvents(test, `/api/cities/${city}/events`)

const touch = () =>
  change(
    test.database,
    { city, actor: 'test', note: 'touch', requestId: randomUUID(), kind: 'test' },
    async () => ({ answer: null, box: [1, 2, 3, 4], layers: ['grids'] }),
  )

describe('the event stream', () => {
  it('greets with the revision, then tells every reader of each change and what it touched', async () => {
    const [one, other] = [await follow(), await follow()]
    expect(one.answer.headers.get('content-type')).toBe('text/event-stream')
    const hello = await one.next()
    expect(hello).toMatchObject({ event: 'hello', data: { base: 0 } })
    await other.next()
    const { revision } = await touch()
    const told = {
      event: 'revision',
      data: { revision, box: [1, 2, 3, 4], layers: ['grids'] },
      id: String(revision),
    }
    expect(await one.next()).toEqual(told)
    expect(await other.next()).toEqual(told)
    await Promise.all([one.stop(), other.stop()])
  })

  it('tells of every change once, in order, when several come at once', async () => {
    const reader = await follow()
    await reader.next()
    const changes = await Promise.all([touch(), touch(), touch()])
    const heard = [await reader.next(), await reader.next(), await reader.next()].map(
      (event) => (event.data as { revision: number }).revision,
    )
    expect(heard).toEqual(changes.map((each) => each.revision).sort((a, b) => a - b))
    await reader.stop()
  })

  it('is refused to a page of another site', async () => {
    const answer = await test.send(`/api/cities/${city}/events`, {
      headers: { accept: 'text/event-stream', origin: 'https://elsewhere.example' },
    })
    expect(answer.status).toBe(403)
  })
})

describe('whoever looks on while somebody draws', () => {
  const street = '321001001'
  const [own, other] = [official(city, street), reviewer(city)]
  const watch = (draft: string) =>
    followEvents(test, `/api${watchDraft.path.replace('{city}', city).replace('{draft}', draft)}`, {
      as: other,
    })
  const lease = (draft: string, as: typeof own, body: { release?: boolean; communities?: string[] }) =>
    test.ask(takeLeases, { params: { city, draft }, body }, { as })

  it('sees who it is, each step, its name and what is said, in their order', async () => {
    const draw = drawing(test, city)
    const draft = await draw.begin(street)
    const grid = [...(await draw.state(draft)).state.facts].find(
      ([, { code }]) => code === `${street}001001`,
    )![0]
    await draw.add(draft, [{ op: 'describe', grid, values: { name: '甲' } }], own)
    const looking = await watch(draft)
    expect(await looking.next()).toMatchObject({
      event: 'hello',
      data: {
        draft: { id: draft, steps: 1 },
        leases: [{ community: `${street}001`, draft, holder: 'demo-street_official', own: false }],
      },
    })

    const sent = [
      {
        id: randomUUID(),
        step: 'do' as const,
        operation: { op: 'describe' as const, grid, values: { name: '乙' } },
      },
      { id: randomUUID(), step: 'undo' as const },
    ]
    await test.ask(appendSteps, { params: { city, draft }, body: { after: 1, steps: sent } }, { as: own })
    expect(await looking.next()).toMatchObject({
      event: 'steps',
      data: {
        draft: { steps: 3 },
        steps: [
          { number: 2, author: 'demo-street_official', ...sent[0] },
          { number: 3, ...sent[1] },
        ],
      },
    })
    await test.ask(renameDraft, { params: { city, draft }, body: { name: '改名' } }, { as: own })
    expect(await looking.next()).toMatchObject({
      event: 'draft',
      data: { draft: { name: '改名', steps: 3 } },
    })
    await test.ask(
      addComment,
      { params: { city, draft }, body: { id: randomUUID(), text: '好' } },
      { as: own },
    )
    expect(await looking.next()).toMatchObject({ event: 'said', data: { comments: 1 } })
    await lease(draft, own, { release: true })
    expect(await looking.next()).toMatchObject({ event: 'leases', data: { leases: [] } })
    await looking.stop()
  })

  it('takes over where somebody has gone away, and that is told as well', async () => {
    const draw = drawing(test, city)
    const [gone, next] = [await draw.begin(street, own, '走开的'), await draw.begin(street, other, '接手的')]
    await lease(gone, own, { communities: [`${street}002`] })
    const looking = await watch(next)
    expect(await looking.next()).toMatchObject({
      event: 'hello',
      data: { leases: [{ draft: gone, holder: 'demo-street_official' }] },
    })
    await expect(lease(next, other, { communities: [`${street}002`] })).rejects.toMatchObject({
      problem: { code: 'leased' },
    })
    const leases = () => test.ask(listLeases, { params: { city }, query: { parent: street } }, { as: other })
    expect((await leases()).leases).toMatchObject([
      { community: `${street}002`, draftName: '走开的', own: false },
    ])
    clock += 181_000
    expect((await leases()).leases).toEqual([])
    await lease(next, other, { communities: [`${street}002`] })
    expect(await looking.next()).toMatchObject({
      event: 'leases',
      data: { leases: [{ draft: next, holder: 'demo-planner', own: true }] },
    })
    await looking.stop()
  })

  it('is told that there is no such draft', async () => {
    expect(
      (
        await test.send(`/api/cities/${city}/drafts/${randomUUID()}/events`, {
          as: other,
          headers: { accept: 'text/event-stream' },
        })
      ).status,
    ).toBe(404)
  })
})
