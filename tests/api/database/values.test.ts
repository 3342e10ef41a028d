import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Parameter } from '../../../api/db/database.ts'
import { encodeJson } from '../../../api/db/protocol/encode-parameter.ts'
import { openTestDatabase, type TestDatabase } from '../../helpers/database/open-test-database.ts'

/** One suite for both databases: a value must not depend on which one gave it. */

let subject: TestDatabase
beforeAll(async () => {
  subject = await openTestDatabase({ holds: 'blank' })
})
afterAll(() => subject.drop())

const valueOf = async (expression: string, parameters: Parameter[] = []) =>
  (await subject.database.query<{ value: unknown }>(`select ${expression} as value`, parameters)).rows[0]
    ?.value

describe('a decoded value', () => {
  test.each<[string, unknown]>([
    ['7::int2', 7],
    ['-7::int4', -7],
    ['9007199254740991::int8', 9007199254740991],
    ['9007199254740993::int8', '9007199254740993'],
    ['count(*)', 1],
    ['0.1::float8', 0.1],
    ["'Infinity'::float8", Infinity],
    ['12.50::numeric', '12.50'],
    ['true', true],
    ['null::int4', null],
    ["'120.1'::text", '120.1'],
    ["''::text", ''],
    ["'网格 🗺'::text", '网格 🗺'],
    ["'2026-11-22'::date", '2026-11-22'],
    ["'2026-11-22 08:09:10.5'::timestamp", '2026-11-22 08:09:10.5'],
    ["'2026-11-22 08:09:10.123456+00'::timestamptz", '2026-11-22T08:09:10.123456Z'],
    ["'2026-11-22 08:00:00+08'::timestamptz", '2026-11-22T00:00:00Z'],
    ["'infinity'::timestamptz", 'infinity'],
    ["'1 day 02:00'::interval", '1 day 02:00:00'],
    [`'{"a": [1, null, "x"]}'::jsonb`, { a: [1, null, 'x'] }],
    [`'[1,2]'::json`, [1, 2]],
    ["'null'::jsonb", null],
    ["'6f1c9b0e-1f3b-4d7e-9f65-0d6a3a2b1c4d'::uuid", '6f1c9b0e-1f3b-4d7e-9f65-0d6a3a2b1c4d'],
    ["'{}'::int4[]", []],
    ["'{1,NULL,3}'::int4[]", [1, null, 3]],
    [
      "'{{1,2},{3,4}}'::int8[]",
      [
        [1, 2],
        [3, 4],
      ],
    ],
    ["'[0:1]={5,6}'::int4[]", [5, 6]],
    ["'{1.5,2}'::numeric[]", ['1.5', '2']],
    [
      `'{"a,b","c\\"d","e\\\\f",NULL,"NULL","{}",""}'::text[]`,
      ['a,b', 'c"d', 'e\\f', null, 'NULL', '{}', ''],
    ],
    ['array[true, false]', [true, false]],
    ["array['2026-11-22'::date]", ['2026-11-22']],
    [`array['{"a": 1}'::jsonb]`, [{ a: 1 }]],
  ])('%s', async (expression, expected) => {
    expect(await valueOf(expression)).toStrictEqual(expected)
  })

  test('bytes', async () => {
    expect(await valueOf("'\\x00ff10'::bytea")).toStrictEqual(Uint8Array.of(0, 255, 16))
    expect(await valueOf("array['\\x01'::bytea, null]")).toStrictEqual([Uint8Array.of(1), null])
  })

  test('geometry as hex EWKB', async () => {
    expect(await valueOf("'SRID=4326;POINT(1 2)'::geometry")).toBe(
      '0101000020E6100000000000000000F03F0000000000000040',
    )
  })
})

describe('an encoded value', () => {
  test.each<[string, Parameter, unknown]>([
    ['int4', 7, 7],
    ['int8', 9007199254740993n, '9007199254740993'],
    ['float8', 0.1, 0.1],
    ['float8', NaN, NaN],
    ['numeric', '12.50', '12.50'],
    ['boolean', false, false],
    ['text', 'O\'Neill "\\ 网', 'O\'Neill "\\ 网'],
    ['text', '', ''],
    ['date', '2026-11-22', '2026-11-22'],
    ['timestamptz', new Date('2026-11-22T08:00:00.250Z'), '2026-11-22T08:00:00.25Z'],
    ['jsonb', { list: [1, 'x'], none: null }, { list: [1, 'x'], none: null }],
    ['jsonb', encodeJson([1, [2]]), [1, [2]]],
    ['jsonb', encodeJson('text'), 'text'],
    ['int4[]', [1, null, 3], [1, null, 3]],
    ['int8[]', [], []],
    [
      'text[]',
      ['a,b', 'c"d', 'e\\f', null, 'NULL', '{}', ''],
      ['a,b', 'c"d', 'e\\f', null, 'NULL', '{}', ''],
    ],
    [
      'float8[]',
      [
        [0.5, 1],
        [2, 3],
      ],
      [
        [0.5, 1],
        [2, 3],
      ],
    ],
    ['boolean[]', [true, false], [true, false]],
    ['jsonb[]', [{ a: '"' }, { b: [1] }], [{ a: '"' }, { b: [1] }]],
    ['date[]', ['2026-11-22'], ['2026-11-22']],
    ['timestamptz[]', [new Date(0)], ['1970-01-01T00:00:00Z']],
  ])('%s from %o', async (type, given, expected) => {
    expect(await valueOf(`$1::${type}`, [given])).toStrictEqual(expected)
  })

  test('bytes, also as a view of a larger buffer and in arrays', async () => {
    const bytes = Uint8Array.from({ length: 300 }, (_, i) => i).subarray(40)
    expect(await valueOf('$1::bytea', [bytes])).toStrictEqual(Uint8Array.from(bytes))
    expect(await valueOf('$1::bytea[]', [[bytes, null, Uint8Array.of()]])).toStrictEqual([
      Uint8Array.from(bytes),
      null,
      Uint8Array.of(),
    ])
  })

  test('a megabyte of bytes round-trips unchanged', async () => {
    const bytes = Uint8Array.from({ length: 1 << 20 }, (_, i) => (i * 2654435761) >>> 13)
    const back = await valueOf('$1::bytea', [bytes])
    expect(back instanceof Uint8Array && Buffer.compare(back, bytes)).toBe(0)
  })

  test('null', async () => {
    expect(await valueOf('$1::text', [null])).toBeNull()
  })

  test('rejects values without an SQL equivalent', async () => {
    const missing: { name?: string } = {}
    await expect(subject.database.query('select $1::text', [JSON.parse('[]').at(0)])).rejects.toThrow(
      TypeError,
    )
    await expect(subject.database.query('select $1::text[]', [[missing.name]])).rejects.toThrow(TypeError)
  })
})

describe('a lattice coordinate', () => {
  const square =
    'MULTIPOLYGON(((120.1234567 33.7654321,120.1234568 33.7654321,120.1234568 33.7654322,120.1234567 33.7654321)))'

  test('keeps all seven decimals through TWKB in both directions', async () => {
    const twkb = await valueOf(`ST_AsTWKB('SRID=4326;${square}'::geometry, 7)`)
    if (!(twkb instanceof Uint8Array)) throw new Error('expected bytes')
    expect(await valueOf('ST_AsText(ST_GeomFromTWKB($1::bytea), 15)', [twkb])).toBe(square)
  })

  test('equals the double that TypeScript computes', async () => {
    const odd = [1201234567, 337654321, -1799999999, 3, 1]
    const { rows } = await subject.database.query<{ x: number }>(
      `
      select ST_X(ST_GeomFromTWKB(ST_AsTWKB(ST_MakePoint(n / 1e7::float8, 0), 7))) as x
      from unnest($1::int8[]) with ordinality as given(n, i) order by i`,
      [odd],
    )
    expect(rows.map((row) => row.x)).toStrictEqual(odd.map((n) => n / 1e7))
  })
})

test('the last of several columns with the same name wins', async () => {
  expect((await subject.database.query('select 1 as a, 2 as a')).rows).toStrictEqual([{ a: 2 }])
})

test('a statement returns its number of affected rows', async () => {
  const counts = await subject.database.transaction(async (tx) => {
    await tx.query('create table counted (n int)')
    const counts = []
    counts.push((await tx.query('insert into counted select generate_series(1, 5)')).rowCount)
    counts.push((await tx.query('update counted set n = 0 where n > 3')).rowCount)
    counts.push((await tx.query('select from counted')).rowCount)
    counts.push((await tx.query('drop table counted')).rowCount)
    return counts
  })
  expect(counts).toStrictEqual([5, 2, 5, 0])
})
