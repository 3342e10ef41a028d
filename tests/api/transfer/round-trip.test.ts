import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TargetId, targetIds } from '#shared/contract/transfer/target.ts'
import { findCoordinateSystem } from '../../../data/coordinates/find-coordinate-system.ts'
import { buildExportLayer } from '../../../api/transfer/export/build-export-layer.ts'
import { createMemorySource, openFileSource } from '../../../data/formats/io/file-source.ts'
import { findWriter } from '../../../data/formats/writers.ts'
import { undoCommittedImport } from '../../../api/transfer/import/commit/undo-committed-import.ts'
import { createCity } from '../../../api/transfer/import/city/create-city.ts'
import { createEmptyCity } from '../../../api/transfer/import/city/create-empty-city.ts'
import { openCityTables } from '../../../api/transfer/tables/open-city-tables.ts'
import { aRichCity } from '../../helpers/city/a-rich-city.ts'
import { openTestDatabase, type TestDatabase } from '../../helpers/database/open-test-database.ts'
import { readAllRows } from '../../helpers/transfer/read-all-rows.ts'
import { importFile } from '../../helpers/transfer/import-file.ts'

const facts = aRichCity({ code: '321000' })
/** Of a province: codes of all its cities belong to it. */
const PROVINCE = '320000'
/** A shapefile holds shapes of one kind; targets of two kinds have two layers. */
const layersOf: Partial<Record<TargetId, string[]>> = {
  waterways: ['waterways_line', 'waterways_area'],
  buildings: ['buildings_area', 'buildings_point'],
}
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

describe('an exported city imported into an empty one', () => {
  it('is identical, and undoing the import leaves it empty again', async () => {
    await importFile(
      test.database,
      '321000',
      createMemorySource('候选点.csv', new TextEncoder().encode(candidates)),
      { target: 'candidates' },
    )
    const original = await readAllRows(test.database, '321000')
    const empty = await readAllRows(test.database, PROVINCE)
    const { read } = await openCityTables(test.database, '321000')
    const imports: string[] = []
    for (const target of targetIds) {
      const writer = findWriter(target === 'indicators' || target === 'projects' ? 'csv' : 'shapefile')!
      const system = findCoordinateSystem('EPSG:4549')!
      const file = path.join(folder, `${target}${writer.extension}`)
      await writer.write({
        layers: [buildExportLayer({ target, headings: 'keys' }, read, system)],
        system,
        metadata: {},
        encoding: 'utf-8',
        path: file,
      })
      const source = await openFileSource(file)
      for (const layer of layersOf[target] ?? [undefined]) {
        imports.push((await importFile(test.database, PROVINCE, source, { target, layer })).importId)
      }
      await source.close()
    }
    expect(await readAllRows(test.database, PROVINCE)).toEqual(original)

    for (const importId of imports.toReversed()) {
      await undoCommittedImport(test.database, {
        city: PROVINCE,
        importId,
        requestId: crypto.randomUUID(),
        actor: 'test',
        note: 'test',
      })
    }
    const { indicators, ...left } = await readAllRows(test.database, PROVINCE)
    expect({ ...left, indicators: [] }).toEqual(empty)
    expect(indicators).toHaveLength(facts.indicators.length)
  })
})
