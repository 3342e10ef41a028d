import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { AppError } from '../../../api/errors.ts'
import { withCity, withSharedSchema } from '../../../api/db/transaction/with-city.ts'
import { openTestDatabase, testCity, type TestDatabase } from '../../helpers/database/open-test-database.ts'

let subject: TestDatabase
beforeAll(async () => {
  subject = await openTestDatabase()
})
afterAll(() => subject.drop())

const inCity = (text: string) => withCity(subject.database, testCity, (tx) => tx.query(text))

test('unqualified names resolve to the city’s schema, then to the shared schema', async () => {
  expect((await inCity('select city_code, revision from meta')).rows).toEqual([
    { city_code: testCity, revision: 0 },
  ])
  expect(
    (await withSharedSchema(subject.database, (tx) => tx.query('select code, state from city'))).rows,
  ).toEqual([{ code: testCity, state: 'ready' }])
  await expect(inCity('select from city')).rejects.toMatchObject({ code: '42P01' })
})

test.each(['999999', '', '32090', '3209000', '３２０９００', "320900'--"])(
  'rejects the unknown city %o',
  async (code) => {
    await expect(
      withCity(subject.database, code, (tx) => tx.query('select from meta')),
    ).rejects.toMatchObject({ name: 'AppError', code: 'not_found', status: 404 })
  },
)

describe('error mapping', () => {
  const unit = (code: string, kind = 'county') =>
    `insert into unit (level, code, name, kind, valid_from) values ('district', '${code}', '区', '${kind}', '2026-01-01')`
  beforeAll(() => inCity(unit('320901')))

  test.each<[string, string]>([
    ['conflict', unit('320901')],
    [
      'conflict',
      "insert into community_type (unit_id, type, valid_from, reason) values (4711, 'new', '2026-01-01', 'r')",
    ],
    ['unprocessable', unit('320902', 'empire')],
    ['unprocessable', 'insert into unit (level) values (null)'],
    ['invalid_request', "select '12x'::int"],
    ['invalid_request', "select '2026-02-30'::date"],
    ['invalid_request', 'select 300000 * 300000'],
    ['unavailable', "do $$ begin raise exception 'x' using errcode = '40001'; end $$"],
    ['disk_full', "do $$ begin raise exception 'x' using errcode = '53100'; end $$"],
    ['timeout', "do $$ begin raise exception 'x' using errcode = '57014'; end $$"],
  ])('%s: %s', async (code, statement) => {
    const error = await inCity(statement).catch((error: unknown) => error)
    expect(error).toBeInstanceOf(AppError)
    expect(error).toMatchObject({ code, cause: { name: 'DatabaseError' } })
  })

  test('passes a programming error on unchanged', async () => {
    await expect(inCity('selec')).rejects.toMatchObject({ name: 'DatabaseError', code: '42601' })
    await expect(inCity('select nothing_there from meta')).rejects.toMatchObject({
      name: 'DatabaseError',
      code: '42703',
    })
  })

  test('passes an AppError of the work on unchanged', async () => {
    const refusal = new AppError('stale_base', 'drawn on revision 3', { revision: 3 })
    await expect(
      withCity(subject.database, testCity, async () => {
        throw refusal
      }),
    ).rejects.toBe(refusal)
  })
})
