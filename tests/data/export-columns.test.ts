import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Revision } from '#shared/contract/ids.ts'
import { planExport } from '../../api/transfer/export/plan-export.ts'
import { writeExport } from '../../api/transfer/export/write-export.ts'
import { planDbf, buildDbfHeader } from '../../data/formats/shapefile/write-dbf.ts'
import type { WriteLayer } from '../../data/formats/model/writer.ts'
import { aCity } from '../helpers/city/a-city.ts'
import { createDatasetReader } from '../helpers/transfer/dataset-reader.ts'

const facts = aCity({ code: '321000', columns: 3, rows: 4 })
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'grid-map-export-'))
})
afterAll(() => rm(folder, { recursive: true }))

it.each(['geojson', 'shapefile', 'csv', 'geopackage'] as const)(
  'an export as %s tells the number of its rows',
  async (format) => {
    const plan = planExport({
      city: facts.city,
      provenance: { revision: Revision.parse(1), dataDate: facts.city.dataDate, source: 'test', demo: false },
      today: '2026-02-03',
      target: 'grids',
      format,
      crs: 'EPSG:4490',
      headings: 'keys',
      encoding: 'utf-8',
      zip: false,
    })
    const file = path.join(folder, plan.name)
    expect(await writeExport(file, plan, createDatasetReader(facts), () => undefined)).toEqual({
      features: facts.grids.length,
    })
  },
)

describe('a column of a shapefile', () => {
  const layer: WriteLayer = {
    name: 'a',
    geometry: 'point',
    fields: [
      { name: 'name', short: 'NAME', type: 'text' },
      { name: 'households', short: 'HOUSEHOLDS', type: 'integer' },
    ],
    async *rows() {
      yield await Promise.resolve([{ values: ['一', 5], shape: null }])
    },
  } as WriteLayer

  it('has room for longer values than those of today', async () => {
    const { columns } = await planDbf(layer, 'utf-8')
    const [name, households] = columns.map(({ length }) => length)
    expect(name).toBeGreaterThanOrEqual(new TextEncoder().encode('学桥社区第一百二十网格').length)
    expect(households).toBeGreaterThanOrEqual(String(2 ** 31).length)
  })

  it('stands below a head with the day of the export', async () => {
    const header = buildDbfHeader(await planDbf(layer, 'utf-8'), 'utf-8', '2026-02-03')
    expect([...header.slice(1, 4)]).toEqual([126, 2, 3])
  })
})
