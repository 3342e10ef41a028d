import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TargetId } from '#shared/contract/transfer/target.ts'
import { TARGETS } from '#shared/contract/transfer/targets.ts'
import { XLSX_MEDIA_TYPE } from '#shared/spreadsheet/workbook-parts.ts'
import { issueFirstAdminLink } from '../../api/accounts/first-admin-link.ts'
import { withSharedSchema } from '../../api/db/transaction/with-city.ts'
import { listTemplateColumns } from '../../api/transfer/template/template-columns.ts'
import { validPassword } from '../helpers/api/an-account.ts'
import { openBrowser } from '../helpers/browser/open-browser.ts'
import { openPage, type OpenPage } from '../helpers/browser/open-page.ts'
import { openTestSite, type TestSite } from '../helpers/browser/open-test-site.ts'
import { fillTemplate } from '../helpers/transfer/fill-template.ts'
import { listTemplateRows } from '../helpers/transfer/template-city.ts'

/** From an empty server to a city with its grids, by the browser and the files of an office alone. */
const city = '321200'
let folder: string
let site: TestSite
let browser: Browser
let open: OpenPage
let page: Page

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'grid-map-first-run-'))
  ;[site, browser] = await Promise.all([
    openTestSite({ environment: { DEMO_MODE: 'off', DATA_DIR: folder } }),
    openBrowser(),
  ])
  // databases of tests come with a city
  await withSharedSchema(site.database, (tx) => tx.query('delete from city'))
  const token = await issueFirstAdminLink(site.database, Date.now())
  open = await openPage(browser, `${site.url}/first#${token}`, { acceptDownloads: true })
  page = open.page
})
afterAll(async () => {
  await browser.close()
  await site.close()
  await rm(folder, { recursive: true })
})

const step = (id: string) => page.locator(`[data-step=${id}]`)
const row = (id: string, state: string) => page.locator(`[data-step=${id}][data-state=${state}]`)
const next = (id: string) => page.locator(`[data-next=${id}]`)

/** Downloads the template of a step, fills it in, imports it with what is proposed, and comes back. */
async function importFromTemplate(id: TargetId, rows: number): Promise<void> {
  const { zh } = TARGETS[id]
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    step(id)
      .getByRole('link', { name: `${zh}模板`, exact: true })
      .click(),
  ])
  const columns = listTemplateColumns(TARGETS[id], 'zh', city)
  const filled = fillTemplate(await readFile(await download.path()), listTemplateRows(id, columns, city))
  await step(id)
    .getByRole('link', { name: `导入${zh}`, exact: true })
    .click()
  await page.locator('[data-wanted]').getByText(zh).waitFor()
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: `${zh}.xlsx`, mimeType: XLSX_MEDIA_TYPE, buffer: Buffer.from(filled) })
  for (const name of ['下一步：列的对应', '试算', '写入数据库'])
    await page.getByRole('button', { name }).click()
  await page.getByRole('status').getByText('已写入').waitFor()
  await page.getByRole('link', { name: '回到数据准备' }).click()
  await row(id, 'done').waitFor()
  expect(await step(id).locator('[data-count]').innerText()).toBe(String(rows))
}

describe('the first run of an empty server', () => {
  it('lets the first administrator in by the link, which the address bar forgets', async () => {
    await page.locator('[data-first=form]').waitFor()
    await expect.poll(() => page.url()).toBe(`${site.url}/first`)
    await page.getByLabel('用户名').fill('wang.fang')
    await page.getByLabel('姓名').fill('王芳')
    await page.getByLabel('新密码', { exact: true }).fill(validPassword)
    await page.getByLabel('再次输入新密码').fill(validPassword)
    await page.getByRole('button', { name: '创建并登录' }).click()
  })

  it('leads to creating a city, and from there to its set-up', async () => {
    await page.getByRole('heading', { name: '新建第一座城市' }).waitFor()
    await page.getByLabel('行政区划代码').fill(city)
    await page.getByLabel('名称', { exact: true }).fill('泰州市')
    await page.getByLabel('英文名称').fill('Taizhou')
    await page.getByRole('button', { name: '新建', exact: true }).click()
    await next('districts').waitFor()
    expect(new URL(page.url()).pathname).toBe(`/${city}/setup`)
  })

  it('says on the empty map and on the other empty pages what is missing, and leads back', async () => {
    for (const where of ['', '/transfer']) {
      await page.goto(`${site.url}/${city}${where}`)
      await page.getByRole('link', { name: where === '' ? '去准备数据' : '数据准备' }).click()
      await next('districts').waitFor()
    }
    await page.goto(`${site.url}/${city}`)
    await page.getByText('这座城市还没有区县、街道、社区和网格').waitFor()
    await page.getByRole('button', { name: /^当前身份/ }).press('Enter')
    await page.getByRole('menuitem', { name: '数据准备' }).click()
    await next('districts').waitFor()
  })

  it('brings in districts, streets, communities and grids from the templates, each step after the other', async () => {
    for (const [id, rows] of [
      ['districts', 2],
      ['streets', 4],
      ['communities', 8],
      ['grids', 16],
    ] as const) {
      await next(id).waitFor()
      await importFromTemplate(id, rows)
    }
    await page.locator('svg[data-levels="4"]').waitFor()
    await page.goto(`${site.url}/${city}`)
    await page.locator('.maplibregl-canvas').waitFor()
    await page.goto(`${site.url}/${city}/setup`)
  })

  it('skips what is not there, takes it up again, and ends when it is declared finished', async () => {
    await next('premises').waitFor()
    await step('premises').getByRole('button', { name: '跳过' }).click()
    await next('ways').waitFor()
    await page.reload()
    await row('premises', 'skipped').getByRole('button', { name: '恢复' }).click()
    await next('premises').waitFor()
    await page.getByRole('button', { name: '结束数据准备' }).click()
    await page.getByRole('dialog').getByRole('button', { name: '结束数据准备' }).click()
    await page.locator('[data-setting-up=false]').waitFor()
    expect(await page.getByRole('link', { name: /^导入/ }).count()).toBe(0)
    await page.goto(`${site.url}/${city}/transfer`)
    await page.getByText('没有权限').first().waitFor()
    expect(await page.locator('input[type=file]').count()).toBe(0)
  })

  it('causes no fault on any of these pages', () => {
    // who opens the link is not signed in: the first questions of the page are answered so
    expect(open.faults.filter((fault) => !fault.includes('401'))).toEqual([])
  })
})
