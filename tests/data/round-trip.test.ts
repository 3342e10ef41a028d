import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TargetId, targetIds } from '#shared/contract/transfer/target.ts'
import { DEFAULT_PLACE } from '#shared/city/city-place.ts'
import { Revision } from '#shared/contract/ids.ts'
import { findCoordinateSystem } from '../../data/coordinates/find-coordinate-system.ts'
import { buildExportLayer } from '../../api/transfer/export/build-export-layer.ts'
import { openFileSource } from '../../data/formats/io/file-source.ts'
import { openFile } from '../../data/formats/readers.ts'
import { EXACT_WRITERS } from '../../data/formats/writers.ts'
import { planImport } from '../../api/transfer/import/plan-import.ts'
import { aRichCity } from '../helpers/city/a-rich-city.ts'
import { createDatasetReader } from '../helpers/transfer/dataset-reader.ts'

const facts = aRichCity({ code: '320900' })
const read = createDatasetReader(facts)
const city = {
  code: '320900',
  name: facts.city.name,
  revision: Revision.parse(1),
  dataDate: facts.city.dataDate,
  place: DEFAULT_PLACE,
}
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'grid-map-round-trip-'))
})
afterAll(() => rm(folder, { recursive: true }))

/** Each format in two systems, so that every system is seen in two formats at least. */
const systems = [
  'EPSG:4490',
  'EPSG:4326',
  'EPSG:4549',
  'EPSG:4528',
  'EPSG:3857',
  'GCJ-02',
  'BD-09',
  'EPSG:32651',
]
const cases = EXACT_WRITERS.flatMap((writer, i) => {
  const [one = '', other = one] = writer.systems ?? [
    systems[i % systems.length],
    systems[(i + 5) % systems.length],
  ]
  return [
    [writer.id, one, 'keys', 'utf-8'],
    [writer.id, other, 'zh', writer.id === 'csv' ? 'utf-8' : 'gb18030'],
  ] as const
})

describe('an exported city imported over itself', () => {
  it.each(cases)(
    'is identical to the last digit: %s in %s, headings by %s, text in %s',
    async (id, crs, headings, encoding) => {
      const writer = EXACT_WRITERS.find((each) => each.id === id)!
      const system = findCoordinateSystem(crs)!
      for (const target of targetIds) {
        if (!writer.tables && tables.has(target)) continue
        const file = path.join(folder, `${target}${writer.extension}`)
        const layer = buildExportLayer({ target, headings }, read, system)
        await rm(file, { force: true })
        await writer.write({ layers: [layer], system, metadata: { source: 'test' }, encoding, path: file })
        const source = await openFileSource(file)
        const opened = await openFile(source)
        expect(opened.format.id).toBe(id)
        const names = opened.layers.map(({ name }) => name).filter((name) => name !== 'metadata')
        await opened.close()
        for (const name of names) {
          const outcomes: object[] = []
          const report = await planImport({
            file: source,
            city,
            read,
            request: { target, layer: name, crs, missing: 'keep', toleranceM: 0.5, day: '2020-01-01' },
            staging: {
              put: (step, rows) => Promise.resolve(void outcomes.push({ step, rows })),
              draft: (draft) => Promise.resolve(void outcomes.push(draft)),
              place: (place) => Promise.resolve(void outcomes.push(place)),
              tell: (row) => Promise.resolve(row.outcome === 'same' ? undefined : void outcomes.push(row)),
            },
          })
          expect(outcomes, `${target} ${name}`).toEqual([])
          expect({
            same: report.rows.same,
            mended: report.rows.mended,
            flagged: report.rows.flagged,
          }).toEqual({ same: report.rows.read, mended: 0, flagged: 0 })
          expect(report.rows.read).toBeGreaterThan(0)
        }
        await source.close()
      }
    },
  )
})

const tables = new Set<TargetId>(['indicators', 'projects'])
