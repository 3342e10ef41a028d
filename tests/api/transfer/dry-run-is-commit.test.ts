import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { itemAt } from '#shared/geometry/at.ts'
import type { Target, TargetField, TargetId } from '#shared/contract/transfer/target.ts'
import { TARGETS } from '#shared/contract/transfer/targets.ts'
import { createCity } from '../../../api/transfer/import/city/create-city.ts'
import { createMemorySource } from '../../../data/formats/io/file-source.ts'
import { aCity } from '../../helpers/city/a-city.ts'
import { openTestDatabase, type TestDatabase } from '../../helpers/database/open-test-database.ts'
import { importFile } from '../../helpers/transfer/import-file.ts'

const CITY = '321300'
const facts = aCity({ code: CITY, columns: 3, rows: 4 })
const community = itemAt(
  facts.units.filter(({ level }) => level === 'community').map(({ code }) => code),
  0,
)
let test: TestDatabase

beforeAll(async () => {
  test = await openTestDatabase()
  await createCity(test.database, facts, { actor: 'test', note: 'test' })
})
afterAll(() => test.drop())

const TYPE = { type: 'new', validFrom: '2019-01-01', validTo: null, reason: '' }

/** The smallest and largest values that the dry run takes for a field. */
function extremesOf({ type, key }: TargetField): (string | number)[] {
  switch (type.kind) {
    case 'text':
      return ['字'.repeat(type.limit), '𠮷'.repeat(type.limit / 2)]
    case 'count':
      return [0, type.most]
    case 'number':
      return [type.least, type.most]
    case 'day':
      return ['1800-01-01', '2200-12-31']
    case 'truth':
      return ['是', '否']
    case 'choice':
      return Object.keys(type.values)
    case 'list':
      return [Array.from({ length: 200 }, (_, i) => `x${i}`).join(';')]
    case 'json':
      return key === 'types'
        ? [JSON.stringify([TYPE, TYPE]), JSON.stringify([TYPE])]
        : ['{"a":"b"}', '{"a":"b\\u0000c"}', '{"a":"b\\ud800"}']
    case 'place':
      return ['POINT (73.5 3.5)', 'POINT (179 89)', 'POINT (1e9 1e9)']
    case 'word':
    case 'code':
      return []
  }
}

/** A row of a target with nothing but what it needs, in a place of its own. */
function plainRow({ id, shapes, fields }: Target, serial: number): Record<string, unknown> {
  const west = 120 + (serial % 50) / 1000
  const south = 33 + Math.floor(serial / 50) / 1000
  const hasField = (key: string) => fields.some((field) => field.key === key)
  const levels: Partial<Record<TargetId, string>> = {
    districts: `${CITY.slice(0, 4)}${50 + serial}`,
    streets: `${CITY.slice(0, 4)}01${800 + serial}`,
    communities: `${CITY.slice(0, 4)}01001${700 + serial}`,
    grids: `${community}${600 + serial}`,
  }
  const code = levels[id] ?? `T-${id}-${serial}`
  return {
    ...(hasField('code') ? { code } : {}),
    ...(id === 'indicators' ? { indicatorCode: `K-${serial}`, value: 1 } : {}),
    ...(hasField('name') ? { name: `名${serial}` } : {}),
    ...(hasField('year') ? { year: 2020 } : {}),
    ...(id === 'indicators' || id === 'projects' ? { communityCode: community } : {}),
    WKT:
      shapes[0] === 'area'
        ? `POLYGON ((${west} ${south}, ${west + 0.001} ${south}, ${west + 0.001} ${south + 0.001}, ${west} ${south}))`
        : shapes[0] === 'line'
          ? `LINESTRING (${west} ${south}, ${west + 0.001} ${south + 0.001})`
          : `POINT (${west} ${south})`,
  }
}

function toCsv(rows: readonly Record<string, unknown>[]): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  const cellOf = (value: unknown) => `"${String(value ?? '').replaceAll('"', '""')}"`
  return [columns, ...rows.map((row) => columns.map((column) => row[column]))]
    .map((cells) => cells.map(cellOf).join(','))
    .join('\n')
}

const commit = (name: string, text: string, target: TargetId) =>
  importFile(test.database, CITY, createMemorySource(name, new TextEncoder().encode(text)), {
    target,
    crs: 'EPSG:4490',
  })

describe('what the dry run takes, the database takes:', () => {
  it.each(Object.values(TARGETS).map((target) => [target.id, target] as const))(
    'the largest and smallest values of every field of %s',
    async (id, target) => {
      const rows = target.fields.flatMap((field) =>
        extremesOf(field).map((value) => ({ [field.key]: value })),
      )
      const text = toCsv(rows.map((row, serial) => ({ ...plainRow(target, serial), ...row })))
      const { report } = await commit('极值.csv', text, id)
      expect(report.rows.read).toBe(rows.length)
      expect(report.rows.added + report.rows.changed).toBeGreaterThan(rows.length / 2)
    },
  )

  it('texts with half a character, with NUL and cut in the middle of a pair, which it flags', async () => {
    const feature = (name: string, more: object) => ({
      type: 'Feature',
      properties: { code: `B-${name.length}`, name, ...more },
      geometry: { type: 'Point', coordinates: [120.01, 33.01] },
    })
    const text = JSON.stringify({
      type: 'FeatureCollection',
      name: 'a\ud800b',
      features: [
        feature('站\0', { areaM2: 'x\0y', note: 'a\ud800' }),
        feature('整站', { areaM2: `${'一'.repeat(59)}𠮷`, ['列\udc00']: 1 }),
      ],
    })
    const { report } = await commit('站.geojson', text, 'candidates')
    expect(report.rows).toMatchObject({ added: 1, refused: 1 })
    expect(report.reasons.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['undecodable_text', 'value_not_number', 'value_missing']),
    )
  })
})
