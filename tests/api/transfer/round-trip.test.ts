import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { targetIds } from '#shared/contract/transfer-targets.ts'
import { systemOf } from '../../../data/coordinates/system-of.ts'
import { exportLayer } from '../../../data/exporters/export-layer.ts'
import { memorySource, openFileSource } from '../../../data/formats/file-source.ts'
import { writerOf } from '../../../data/formats/writers.ts'
import { undoImport } from '../../../data/importers/commit/undo-import.ts'
import { createCity } from '../../../data/importers/create-city.ts'
import { createEmptyCity } from '../../../data/importers/run/create-empty-city.ts'
import { openBase } from '../../../data/importers/run/base-reader.ts'
import { aRichCity } from '../../helpers/a-rich-city.ts'
import { openTestDatabase, type TestDatabase } from '../../helpers/database/open-test-database.ts'
import { everything } from '../../helpers/transfer/everything.ts'
import { importFile } from '../../helpers/transfer/import-file.ts'

const facts = aRichCity({ code: '321000' })
/** Of a province: codes of all its cities belong to it. */
const PROVINCE = '320000'
const candidates =
  '编号,名称,清单,经度,纬度,面积,备注\nH-1,老粮站,2020 征集,120.002,33.002,320.5,国有;待腾退\nH-2,=旧校舍,,120.003,33.003,,\n'
let test: TestDatabase
let folder: string

beforeAll(async () => {
  test = await openTestDatabase()
  folder = await mkdtemp(path.join(tmpdir(), 'grid-map-round-trip-'))
  await createCity(test.database, facts, { actor: 'test', note: 'test' })
  await createEmptyCity(test.database, {
    code: PROVINCE,
    name: '江苏',
    nameEn: 'Jiangsu',
    dataDate: facts.city.dataDate,
    source: 'test',
    actor: 'test',
  })
})
afterAll(async () => {
  await test.drop()
  await rm(folder, { recursive: true })
})

describe('what is taken out and brought into an empty city', () => {
  it('is the same city, bit for bit; and taken back, the city is empty again', async () => {
    await importFile(
      test.database,
      '321000',
      memorySource('候选点.csv', new TextEncoder().encode(candidates)),
      { target: 'candidates' },
    )
    const original = await everything(test.database, '321000')
    const empty = await everything(test.database, PROVINCE)
    const { read } = await openBase(test.database, '321000')
    const imports: string[] = []
    for (const target of targetIds) {
      const writer = writerOf(target === 'indicators' || target === 'projects' ? 'csv' : 'shapefile')!
      const system = systemOf('EPSG:4549')!
      const file = path.join(folder, `${target}${writer.extension}`)
      await writer.write({
        layers: [exportLayer({ target, headings: 'keys' }, read, system)],
        system,
        metadata: {},
        encoding: 'utf-8',
        path: file,
      })
      const source = await openFileSource(file)
      for (const layer of target === 'waterways' ? ['waterways_line', 'waterways_area'] : [undefined]) {
        imports.push((await importFile(test.database, PROVINCE, source, { target, layer })).importId)
      }
      await source.close()
    }
    expect(await everything(test.database, PROVINCE)).toEqual(original)

    for (const importId of imports.toReversed()) {
      await undoImport(test.database, {
        city: PROVINCE,
        importId,
        requestId: crypto.randomUUID(),
        actor: 'test',
        note: 'test',
      })
    }
    const { indicators, ...left } = await everything(test.database, PROVINCE)
    expect({ ...left, indicators: [] }).toEqual(empty)
    expect(indicators).toHaveLength(facts.indicators.length)
  })
})
