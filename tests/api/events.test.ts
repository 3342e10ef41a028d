import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addComment } from '#shared/contract/drafts/draft-review.ts'
import { listLeases, streamDraftEvents } from '#shared/contract/drafts/draft-events.ts'
import { appendSteps, renameDraft, acquireLeases } from '#shared/contract/drafts/drafts.ts'
import { commitChangeset } from '../../api/changesets/commit-changeset.ts'
import { aCity } from '../helpers/city/a-city.ts'
import { createDraftClient, anOfficial, aReviewer } from '../helpers/drafts/draft-client.ts'
import { readEventStream } from '../helpers/api/read-event-stream.ts'
import { openTestApp, type TestApp } from '../helpers/api/open-test-app.ts'

const city = '321000'
let test: TestApp
let clock = Date.now()

beforeAll(async () => {
  test = await openTestApp({ cities: [aCity({ code: city })], now: () => clock })
})

afterAll(() => test.close())

const follow = () => readEventStream(test, `/api/cities/${city}/events`)

const touch = () =>
  commitChangeset(
    test.database,
    { city, actor: 'test', note: 'touch', requestId: randomUUID(), kind: 'test' },
    async () => ({ answer: null, box: [1, 2, 3, 4], layers: ['grids'] }),
  )

describe('the event stream', () => {
  it('starts with the current revision and then sends each change with its extent to every client', async () => {
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

  it('sends every concurrent change once and in order', async () => {
    const reader = await follow()
    await reader.next()
    const changes = await Promise.all([touch(), touch(), touch()])
    const heard = [await reader.next(), await reader.next(), await reader.next()].map(
      (event) => (event.data as { revision: number }).revision,
    )
    expect(heard).toEqual(changes.map((each) => each.revision).sort((a, b) => a - b))
    await reader.stop()
  })

  it('is forbidden for a page of another site', async () => {
    const answer = await test.send(`/api/cities/${city}/events`, {
      headers: { accept: 'text/event-stream', origin: 'https://elsewhere.example' },
    })
    expect(answer.status).toBe(403)
  })
})

describe('the event stream of a draft', () => {
  const street = '321001001'
  const [own, other] = [anOfficial(city, street), aReviewer(city)]
  const watch = (draft: string) =>
    readEventStream(test, `/api${streamDraftEvents.path.replace('{city}', city).replace('{draft}', draft)}`, {
      as: other,
    })
  const lease = (draft: string, as: typeof own, body: { release?: boolean; communities?: string[] }) =>
    test.ask(acquireLeases, { params: { city, draft }, body }, { as })

  it('sends leases, steps, name and comments in order', async () => {
    const client = createDraftClient(test, city)
    const draft = await client.begin(street)
    const grid = [...(await client.state(draft)).state.facts].find(
      ([, { code }]) => code === `${street}001001`,
    )![0]
    await client.add(draft, [{ op: 'describe', grid, values: { name: '甲' } }], own)
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

  it('reports when a lease expires and another draft takes it over', async () => {
    const client = createDraftClient(test, city)
    const [gone, next] = [
      await client.begin(street, own, '走开的'),
      await client.begin(street, other, '接手的'),
    ]
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

  it('responds with 404 for an unknown draft', async () => {
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
