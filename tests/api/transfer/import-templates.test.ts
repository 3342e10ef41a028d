import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createCity } from '#shared/contract/city/new-city.ts'
import {
  commitImport,
  deleteImport,
  getImportTemplate,
  prepareImport,
} from '#shared/contract/transfer/imports.ts'
import { type TargetId, targetIds } from '#shared/contract/transfer/target.ts'
import { TARGETS } from '#shared/contract/transfer/targets.ts'
import { XLSX_MEDIA_TYPE } from '#shared/spreadsheet/workbook-parts.ts'
import { listTemplateColumns } from '../../../api/transfer/template/template-columns.ts'
import type { TemplateLanguage } from '../../../api/transfer/template/template-texts.ts'
import { openTestApp, type TestApp } from '../../helpers/api/open-test-app.ts'
import { createImportClient } from '../../helpers/transfer/import-client.ts'
import { fillTemplate } from '../../helpers/transfer/fill-template.ts'
import { listTemplateRows } from '../../helpers/transfer/template-city.ts'

/** Templates of each target: filled in and uploaded, they come in without a question. */

const cities = { zh: '321200', en: '321300' } as const
/** A city whose rows have only what is needed. */
const sparse = '321400'
let folder: string
let test: TestApp

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'grid-map-templates-'))
  test = await openTestApp({ environment: { DATA_DIR: folder } })
  for (const code of [...Object.values(cities), sparse])
    await test.ask(
      createCity,
      { body: { code, name: '泰州市', nameEn: 'Taizhou' } },
      { as: { role: 'admin' } },
    )
})
afterAll(async () => {
  await test.close()
  await rm(folder, { recursive: true })
})

async function getTemplate(target: TargetId, language: TemplateLanguage) {
  const response = await test.send(
    `/api/cities/${cities[language]}/import-templates/${target}?lang=${language}`,
  )
  expect(response.status).toBe(200)
  return { response, bytes: new Uint8Array(await response.arrayBuffer()) }
}

/** Uploads a file and prepares it as the page does for a person who changes nothing. */
async function prepareAsProposed(city: string, name: string, bytes: Uint8Array<ArrayBuffer>) {
  const client = createImportClient(test, city)
  const { id } = await client.startJob(name, bytes)
  const { found } = await client.waitForJob(id)
  const { likelyTarget } = found!.layers[0]!
  await test.ask(prepareImport, { params: { city, import: id }, body: { target: likelyTarget! } })
  return { id, client, found: found!, likelyTarget, job: await client.waitForJob(id) }
}

it.each(['zh', 'en'] as const)(
  'a city is filled from its %s templates alone, one target after the other, and nothing is asked',
  async (language) => {
    const city = cities[language]
    for (const target of targetIds) {
      const { bytes } = await getTemplate(target, language)
      const columns = listTemplateColumns(TARGETS[target], language, city)
      const rows = listTemplateRows(target, columns, city)
      const { id, client, found, likelyTarget, job } = await prepareAsProposed(
        city,
        'a.xlsx',
        fillTemplate(bytes, rows),
      )
      const { report } = job
      expect({
        target: likelyTarget,
        layers: found.layers.length,
        state: job.state,
        problem: job.problem,
        remarks: report?.file.remarks,
        crs: report && { used: report.crs.used, sure: report.crs.sure },
        unmapped: columns.filter(({ field }) => field && report?.mapping.fields[field.key] === undefined),
        added: report?.rows.added,
        refused: report?.rows.refused,
        flagged: report?.rows.flagged,
        mended: report?.rows.mended,
        reasons: report?.reasons.map(({ code, count, examples }) => ({ code, count, example: examples[0] })),
      }).toEqual({
        target,
        layers: 1,
        state: 'prepared',
        problem: null,
        remarks: [],
        crs: { used: TARGETS[target].shapes.length > 0 ? 'EPSG:4490' : null, sure: true },
        unmapped: [],
        added: rows.length,
        refused: 0,
        flagged: 0,
        mended: 0,
        reasons: [],
      })
      await test.ask(commitImport, { params: { city, import: id }, body: {} })
      expect((await client.waitForJob(id)).state).toBe('committed')
    }
  },
  120_000,
)

it('cells that are not needed can be left empty', async () => {
  for (const target of targetIds) {
    const { bytes } = await getTemplate(target, 'zh')
    const columns = listTemplateColumns(TARGETS[target], 'zh', sparse)
    const isFilled = columns.map(
      ({ heading, field }) =>
        heading.endsWith('*') ||
        field?.key === 'code' ||
        (['indicators', 'projects'].includes(target) &&
          (field?.key === 'communityCode' || field?.key === 'indicatorCode')),
    )
    const rows = listTemplateRows(target, columns, sparse).map((cells) =>
      cells.map((cell, i) => (isFilled[i] ? cell : '')),
    )
    const { id, client, job } = await prepareAsProposed(sparse, 'a.xlsx', fillTemplate(bytes, rows))
    const { crs, rows: counts } = job.report!
    expect({ target, sure: crs.sure, ...counts }).toMatchObject({
      target,
      sure: true,
      added: rows.length,
      refused: 0,
      flagged: 0,
    })
    await test.ask(commitImport, { params: { city: sparse, import: id }, body: {} })
    expect((await client.waitForJob(id)).state).toBe('committed')
  }
}, 120_000)

it('the example that is left in a template is not imported, and the report says so', async () => {
  const { bytes } = await getTemplate('stations', 'zh')
  const rows = listTemplateRows('stations', listTemplateColumns(TARGETS.stations, 'zh', cities.zh), cities.zh)
  const filled = fillTemplate(bytes, rows, { keepsExample: true })
  const { id, job } = await prepareAsProposed(cities.zh, 'a.xlsx', filled)
  expect(job.report?.rows).toMatchObject({ read: rows.length, refused: 0 })
  expect(job.report?.file.remarks).toEqual([{ code: 'example_left', details: { count: 1 } }])
  await test.ask(deleteImport, { params: { city: cities.zh, import: id } })
})

it('a template with nothing but its example has no rows', async () => {
  const { bytes } = await getTemplate('grids', 'en')
  const { job } = await prepareAsProposed(cities.en, 'a.xlsx', bytes)
  expect(job).toMatchObject({ state: 'ready', problem: { code: 'no_rows' } })
})

it('a template is a workbook with a name in its language', async () => {
  const { response } = await getTemplate('stations', 'zh')
  expect(response.headers.get('content-type')).toBe(getImportTemplate.mediaType)
  expect(getImportTemplate.mediaType).toBe(XLSX_MEDIA_TYPE)
  const disposition = response.headers.get('content-disposition') ?? ''
  expect(disposition).toContain('filename="stations.xlsx"')
  expect(decodeURIComponent(disposition)).toContain("filename*=UTF-8''党员服务站导入模板.xlsx")
})

it('there is no template in other languages, of other targets or for cities that are not there', async () => {
  const status = async (address: string) => (await test.send(`/api/cities/${address}`)).status
  expect(await status('321200/import-templates/stations?lang=fr')).toBe(400)
  expect(await status('321200/import-templates/houses')).toBe(400)
  expect(await status('321900/import-templates/stations')).toBe(404)
})
