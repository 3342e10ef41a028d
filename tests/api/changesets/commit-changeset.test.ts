import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  commitChangeset,
  REVISION_CHANNEL,
  type ChangesetRequest,
} from '../../../api/changesets/commit-changeset.ts'
import type { Queryable } from '../../../api/db/database.ts'
import { withCity } from '../../../api/db/transaction/with-city.ts'
import { addRoad, anOutcome, aRequest } from '../../helpers/database/a-changeset.ts'
import { openTestDatabase, testCity, type TestDatabase } from '../../helpers/database/open-test-database.ts'
import { waitUntil } from '../../helpers/wait-until.ts'

let subject: TestDatabase
beforeAll(async () => {
  subject = await openTestDatabase()
})
afterAll(() => subject.drop())

const inCity = async <T = { [column: string]: unknown }>(text: string) =>
  (await withCity(subject.database, testCity, (tx) => tx.query<T>(text))).rows
const revision = async () => (await inCity<{ revision: number }>('select revision from meta'))[0]!.revision

beforeEach(() => inCity('delete from road'))
const roads = async () => (await inCity('select 1 from road')).length

describe('a changeset', () => {
  test('writes its rows, one changeset row and one audit row, and increments the city’s revision', async () => {
    const before = await revision()
    const request = aRequest({ address: '10.0.0.7' })
    const changed = await commitChangeset(
      subject.database,
      request,
      async (tx, { revision, changesetId }) => {
        await addRoad(tx, revision)
        return anOutcome(
          { changesetId },
          {
            box: [1200000000, 330000000, 1201000000, 330000000],
            layers: ['roads'],
            audit: { object: 'road:1', detail: { class: 'lane' } },
          },
        )
      },
    )

    expect(changed).toMatchObject({ revision: before + 1, applied: true })
    expect(await revision()).toBe(before + 1)
    expect(await roads()).toBe(1)
    expect(
      await inCity(
        `select kind, actor, note, request_id, revision, box, layers, answer from changeset where id = ${changed.answer.changesetId}`,
      ),
    ).toEqual([
      {
        kind: 'road.add',
        actor: request.actor,
        note: request.note,
        request_id: request.requestId,
        revision: before + 1,
        box: [1200000000, 330000000, 1201000000, 330000000],
        layers: ['roads'],
        answer: changed.answer,
      },
    ])
    expect(
      await inCity(
        'select actor, address, action, object, result, detail from audit order by id desc limit 1',
      ),
    ).toEqual([
      {
        actor: request.actor,
        address: '10.0.0.7',
        action: 'road.add',
        object: 'road:1',
        result: 'done',
        detail: { class: 'lane', note: request.note, requestId: request.requestId, revision: before + 1 },
      },
    ])
  })

  test('is not applied again when the request is repeated, and returns the same answer', async () => {
    const request = aRequest()
    const work = async (tx: Queryable, { revision }: { revision: number }) => {
      await addRoad(tx, revision)
      return anOutcome({ codes: ['320902001001001', '320902001001002'], at: revision })
    }
    const first = await commitChangeset(subject.database, request, work)
    await commitChangeset(subject.database, aRequest(), async (tx) => {
      await addRoad(tx, 0)
      return anOutcome(null)
    })
    const second = await commitChangeset(subject.database, request, work)
    expect(second).toEqual({ ...first, applied: false })
    expect(await roads()).toBe(2)
    expect(await revision()).toBe(first.revision + 1)
  })

  test('is applied once when requested ten times concurrently', async () => {
    const request = aRequest()
    const all = await Promise.all(
      Array.from({ length: 10 }, () =>
        commitChangeset(subject.database, request, async (tx, { revision }) => {
          await addRoad(tx, revision)
          return anOutcome('made')
        }),
      ),
    )
    expect(all.filter((one) => one.applied)).toHaveLength(1)
    expect(new Set(all.map((one) => `${one.revision} ${one.answer}`)).size).toBe(1)
    expect(await roads()).toBe(1)
  })

  test('gets its own revision, in sequence, when ten different ones run concurrently', async () => {
    const before = await revision()
    const all = await Promise.all(
      Array.from({ length: 10 }, () =>
        commitChangeset(subject.database, aRequest(), async (tx, { revision }) => {
          await addRoad(tx, revision)
          return anOutcome(revision)
        }),
      ),
    )
    expect(all.map((one) => one.revision).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 10 }, (_, i) => before + 1 + i),
    )
    expect(await roads()).toBe(10)
  })

  test('leaves nothing behind when its work throws, and can be retried', async () => {
    const before = await revision()
    const request = aRequest()
    await expect(
      commitChangeset(subject.database, request, async (tx, { revision }) => {
        await addRoad(tx, revision)
        throw new Error('the certificate does not hold')
      }),
    ).rejects.toThrow('the certificate does not hold')
    expect([
      await revision(),
      await roads(),
      (await inCity(`select 1 from changeset where request_id = '${request.requestId}'`)).length,
    ]).toEqual([before, 0, 0])
    expect(await commitChangeset(subject.database, request, async () => anOutcome('now'))).toMatchObject({
      applied: true,
      revision: before + 1,
    })
  })

  test('is rejected when its request id belongs to another kind of change', async () => {
    const request = aRequest()
    await commitChangeset(subject.database, request, async () => anOutcome(null))
    await expect(
      commitChangeset(subject.database, { ...request, kind: 'grid.split' }, async () => anOutcome(null)),
    ).rejects.toMatchObject({ code: 'conflict' })
    await expect(
      commitChangeset(subject.database, { ...request, actor: 'someone.else' }, async () => anOutcome(null)),
    ).rejects.toMatchObject({ code: 'conflict' })
  })

  test.each<[string, Partial<ChangesetRequest>]>([
    ['actor', { actor: '' }],
    ['note', { note: '  \n' }],
    ['kind', { kind: '' }],
    ['requestId', { requestId: 'the same as yesterday' }],
  ])('without its %s is rejected', async (field, some) => {
    await expect(
      commitChangeset(subject.database, aRequest(some), async () => anOutcome(null)),
    ).rejects.toMatchObject({ code: 'invalid_request', details: { field } })
  })

  test.each(['000000', '32090', "320900'; drop schema public; --"])(
    'for an unknown city (%s) is rejected',
    async (city) => {
      await expect(
        commitChangeset(subject.database, aRequest({ city }), async () => anOutcome(null)),
      ).rejects.toMatchObject({ name: 'AppError', code: 'not_found' })
    },
  )

  test('that violates a constraint is rejected with a code', async () => {
    await expect(
      commitChangeset(subject.database, aRequest(), async (tx) => {
        await tx.query("insert into road (class, geom) values ('footpath', 'SRID=4326;LINESTRING(0 0,1 1)')")
        return anOutcome(null)
      }),
    ).rejects.toMatchObject({
      name: 'AppError',
      code: 'unprocessable',
      status: 422,
      details: { table: 'road' },
    })
  })
})

describe('a change notification', () => {
  const heard: string[] = []
  let stop: () => Promise<void>
  beforeAll(async () => {
    stop = await subject.database.listen(REVISION_CHANNEL, (payload) => heard.push(payload))
  })
  afterEach(() => heard.splice(0))
  afterAll(() => stop())

  test('is sent after commit, with city and revision', async () => {
    const changed = await commitChangeset(subject.database, aRequest(), async () => anOutcome(null))
    await waitUntil(() => heard.length === 1)
    expect(JSON.parse(heard[0]!)).toEqual({ city: testCity, revision: changed.revision })
  })

  test('is not sent for a rejected change, nor twice for a repeated one', async () => {
    const request = aRequest()
    await commitChangeset(subject.database, aRequest(), async () => {
      throw new Error('no')
    }).catch(() => undefined)
    await commitChangeset(subject.database, request, async () => anOutcome(null))
    await commitChangeset(subject.database, request, async () => anOutcome(null))
    const last = await commitChangeset(subject.database, aRequest(), async () => anOutcome(null))
    await waitUntil(() => heard.some((payload) => JSON.parse(payload).revision === last.revision))
    expect(heard.map((payload) => JSON.parse(payload).revision)).toEqual([last.revision - 1, last.revision])
  })
})
