import { describe, expect, it } from 'vitest'
import { compileCql2Filter } from '#shared/cql2/compile-cql2-filter.ts'
import type { Cql2Literal } from '#shared/cql2/parse-cql2.ts'
import { Cql2Error } from '#shared/cql2/tokenize-cql2.ts'

type Row = Record<string, Cql2Literal | null>

const row: Row = {
  code: '320902001001',
  name: "O'Brien 平湖",
  households: 420,
  urban: true,
  since: '2015-07-01',
  closed: null,
  户数: 7,
}
const passes = (filter: string) =>
  compileCql2Filter<Row>(filter, {
    property: (name) => (Object.hasOwn(row, name) ? (each) => each[name] ?? null : undefined),
    meets: (name, figure) => (name === 'geometry' ? () => figure.is === 'box' : undefined),
  })(row)

describe('a CQL2 text filter', () => {
  it.each([
    "code = '320902001001'",
    "name = 'O''Brien 平湖'",
    'households > 400 AND households <= 420',
    'households BETWEEN 400 AND 500',
    'NOT households < 400',
    "code LIKE '320902%'",
    "name LIKE '%平_'",
    "NOT (code LIKE '3209030%')",
    "code NOT LIKE '%x%'",
    "CASEI(name) LIKE casei('o%')",
    "code IN ('1', '320902001001')",
    'households NOT IN (1, 2)',
    "households IN ('1', '420')",
    'code IN (1, 320902001001)',
    'closed IS NULL',
    'since IS NOT NULL',
    'urban = TRUE',
    'true',
    'NOT FALSE',
    "since >= DATE('2015-01-01')",
    "since < TIMESTAMP('2016-01-01T00:00:00Z')",
    '"户数" = 7',
    '户数 < 8',
    'households <> -1.5e2',
    "households = 1 OR (urban = TRUE AND code LIKE '%001')",
    'code = 320902001001',
    'S_INTERSECTS(geometry, BBOX(119, 33, 121, 34))',
    'INTERSECTS(BBOX(119,33,0,121,34,9), geometry)',
  ])('%s matches', (filter) => expect(passes(filter)).toBe(true))

  it.each([
    'households > 420',
    "code LIKE '320902'",
    "name LIKE 'o%'",
    'closed = 1',
    'NOT closed = 1',
    'closed IN (1)',
    'closed IS NOT NULL',
    'closed > 1 OR households < 1',
    'S_INTERSECTS(geometry, POINT(120 33))',
    'FALSE',
    'urban = 5',
  ])('%s does not match', (filter) => expect(passes(filter)).toBe(false))

  it.each([
    '',
    'households',
    'households >',
    'households = = 1',
    "name = 'open",
    'unknown = 1',
    '(households = 1',
    'households = 1)',
    'households = 1; drop table grid',
    'S_INTERSECTS(households, BBOX(1,2,3,4))',
    'S_INTERSECTS(geometry, BBOX(1,2,3))',
    'households BETWEEN 1',
    'a IN ()',
    `${'('.repeat(5000)}true${')'.repeat(5000)}`,
    `${'NOT '.repeat(5000)}true`,
    `${'CASEI('.repeat(3000)}name${')'.repeat(3000)} = 'x'`,
  ])('%s is rejected with a position', (filter) => expect(() => passes(filter)).toThrow(Cql2Error))

  it.each([
    ['households > 1 AND  secret = 1', 20, 'secret'],
    ['  secret IS NULL', 2, 'secret'],
    ["CASEI(名) = '平湖'", 6, '名'],
    ['NOT S_INTERSECTS(nowhere, POINT(1 2))', 17, 'nowhere'],
    ['S_INTERSECTS(BBOX(1,2,3,4), "no where")', 28, 'no where'],
    ['urban = TRUE OR S_INTERSECTS(geometry, POLYGON((1 2, 3 4, 1 2)))', 47, 'too few points'],
    ['households =  = 1', 14, '='],
    ['households = 1;', 14, ';'],
    ['households > ', 13, 'end'],
  ])('%s: reports the error at position %i', (filter, at, what) => {
    expect(() => passes(filter)).toThrow(
      expect.objectContaining({ name: 'Cql2Error', at, message: expect.stringContaining(what) }),
    )
  })

  it('has 200 conditions at most, whatever the length of its lists', () => {
    const conditions = (count: number) => Array.from({ length: count }, () => 'urban = TRUE').join(' AND ')
    expect(passes(conditions(200))).toBe(true)
    expect(() => passes(conditions(201))).toThrow(
      expect.objectContaining({ at: conditions(200).length + ' AND '.length }),
    )
    expect(passes(`code IN ('${'1'.repeat(9)}'${", '320902001001'".repeat(900)})`)).toBe(true)
  })

  it('evaluates an adversarial pattern in bounded time', () => {
    const started = performance.now()
    expect(passes(`name LIKE '${'%a'.repeat(2000)}b'`)).toBe(false)
    expect(performance.now() - started).toBeLessThan(5_000)
  })
})
