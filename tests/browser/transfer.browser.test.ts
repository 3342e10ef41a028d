import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { TARGETS } from '#shared/contract/transfer/targets.ts'
import { buildNumberCell, buildTextCell } from '#shared/spreadsheet/sheet-xml.ts'
import { XLSX_MEDIA_TYPE } from '#shared/spreadsheet/workbook-parts.ts'
import { listTemplateColumns } from '../../api/transfer/template/template-columns.ts'
import { aCity } from '../helpers/city/a-city.ts'
import { fillTemplate } from '../helpers/transfer/fill-template.ts'
import { openBrowser } from '../helpers/browser/open-browser.ts'
import { openPage } from '../helpers/browser/open-page.ts'
import { openTestSite, type TestSite } from '../helpers/browser/open-test-site.ts'

const city = '321000'
const facts = aCity({ code: city })
let site: TestSite
let browser: Browser
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'grid-map-transfer-page-'))
  ;[site, browser] = await Promise.all([
    openTestSite({ cities: [facts], environment: { DATA_DIR: folder } }),
    openBrowser(),
  ])
})
afterAll(async () => {
  await browser.close()
  await site.close()
  await rm(folder, { recursive: true })
})

it('a planner imports a list of stations, sees the rejected rows and their position, commits, and undoes the import', async () => {
  const { page, close, faults } = await openPage(browser, `${site.url}/${city}/transfer`, {
    as: { role: 'planner' },
  })
  const csv = '编号,名称,经度,纬度\nS-901,新站,120.003,33.003\nS-902,坏站,东,33\n'
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: '新站.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) })
  await page.getByRole('cell', { name: 'S-901' }).waitFor()
  expect(await page.getByLabel('导入为').inputValue()).toBe('stations')
  // the preview has drawn something over the empty canvas
  await expect
    .poll(() =>
      page.locator('canvas').evaluate((canvas: HTMLCanvasElement) =>
        canvas
          .getContext('2d')!
          .getImageData(0, 0, canvas.width, canvas.height)
          .data.some((value) => value !== 0),
      ),
    )
    .toBe(true)
  await page.getByRole('button', { name: '下一步：列的对应' }).click()
  expect(await page.getByLabel('名称', { exact: true }).inputValue()).toBe('名称')
  // the columns of the coordinates are used, though no field takes them
  expect(await page.getByText('不导入的列').count()).toBe(0)
  await page.getByRole('button', { name: '试算' }).click()
  await page.getByText('坐标不是数字').waitFor()
  await expect
    .poll(() => page.locator('.counts').innerText())
    .toMatch(/读到\s+2\s+新增\s+1\s+变更\s+0\s+相同\s+0\s+已修补\s+0\s+待核对\s+0\s+未收\s+1/)
  await page.getByRole('button', { name: '写入数据库' }).click()
  await page.getByText('已写入，版本 2').waitFor()
  await page.getByRole('button', { name: '撤销这次导入' }).click()
  await page.getByRole('status').getByText('已撤销').waitFor()
  await page.getByRole('button', { name: '换一个文件' }).click()
  await page.getByRole('row', { name: /新站\.csv.*已撤销/ }).waitFor()
  expect(faults).toEqual([])
  await close()
})

it.each([
  ['zh', '党员服务站', ['下一步：列的对应', '试算', '写入数据库'], '已写入'],
  ['en', 'Stations', ['Next: columns', 'Dry run', 'Write to the city'], 'Written as revision'],
] as const)(
  'a planner fills in a template (%s), and has nothing to choose until it is written',
  async (language, target, buttons, written) => {
    const { page, close, faults } = await openPage(browser, `${site.url}/${city}/transfer`, {
      as: { role: 'planner' },
      acceptDownloads: true,
      before: language === 'en' ? () => localStorage.setItem('grid-map.language', 'en') : () => undefined,
    })
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: target, exact: true }).click(),
    ])
    const columns = listTemplateColumns(TARGETS.stations, language, city)
    const rows = [1, 2].map((row) =>
      columns.map(({ field, heading }) =>
        field === null
          ? buildNumberCell(/经度|Longitude/.test(heading) ? 120.003 + row / 1e4 : 33.003)
          : field.key === 'code'
            ? buildTextCell(`${language}-${row}`)
            : field.key === 'name'
              ? buildTextCell(`新站 ${row}`)
              : '',
      ),
    )
    const template = await readFile(await download.path())
    await page.locator('input[type=file]').setInputFiles({
      name: download.suggestedFilename(),
      mimeType: XLSX_MEDIA_TYPE,
      buffer: Buffer.from(fillTemplate(template, rows)),
    })
    for (const name of buttons) await page.getByRole('button', { name, exact: true }).click()
    await page.getByRole('status').getByText(written).waitFor()
    expect(await page.locator('.counts').innerText()).toMatch(/^\D+2\D+2\D+0\D+0\D+0\D+0\D+0$/)
    expect(faults).toEqual([])
    await close()
  },
)

it('a leader may export but is not offered an import', async () => {
  const { page, close, faults } = await openPage(browser, `${site.url}/${city}/transfer`, {
    as: { role: 'leader' },
    acceptDownloads: true,
  })
  expect(await page.locator('input[type=file]').count()).toBe(0)
  await page.getByLabel('格式').selectOption('csv')
  await page.getByLabel('导出内容').selectOption('stations')
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: '下载' }).click(),
  ])
  expect(download.suggestedFilename()).toMatch(/^321000-stations-4490-r\d+-demo\.csv$/)
  expect(await readFile(await download.path(), 'utf8')).toContain('S-001,第1党员服务站')
  await page.getByLabel('导出内容').selectOption('all')
  await page.getByText('此格式一次只能导出一个图层。').waitFor()
  expect(faults).toEqual([])
  await close()
})
