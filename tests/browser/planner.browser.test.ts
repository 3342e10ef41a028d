import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { itemAt } from '#shared/geometry/at.ts'
import { anEmptyCity, aTypedCity } from '../helpers/city/planner-cities.ts'
import { saveCsv, saveFile } from '../helpers/browser/pages/save-file.ts'
import { readWorkbook } from '../helpers/transfer/read-workbook.ts'
import { openBrowser } from '../helpers/browser/open-browser.ts'
import { type OpenPage, openPage } from '../helpers/browser/open-page.ts'
import { openTestSite, type TestSite } from '../helpers/browser/open-test-site.ts'

const city = '321000'
const bare = '321100'
const [facts, empty] = [aTypedCity(city), anEmptyCity(bare)]
const measure = 'measure=minutes:5,speed:20,detour:1'

let site: TestSite
let browser: Browser
let opened: OpenPage | undefined

beforeAll(async () => {
  ;[site, browser] = await Promise.all([
    openTestSite({ cities: [facts, empty], environment: { DEMO_MODE: 'off' } }),
    openBrowser(),
  ])
})
afterEach(async () => {
  await opened?.close()
  expect(opened?.faults ?? []).toEqual([])
  opened = undefined
})
afterAll(async () => {
  await browser.close()
  await site.close()
})

/** The page of a planner of the city, under an account of their own. */
async function open(query: string, code = city): Promise<Page> {
  opened = await openPage(browser, `${site.url}/${code}/planner?${query}`, {
    as: { role: 'planner', area: { city: code } },
  })
  const { page } = opened
  await page.locator('[data-coverage=ready]').waitFor()
  return page
}
const ask = async <T extends object>(sql: string) =>
  (await site.database.query<T>(sql.replaceAll('@', `city_${city}.`))).rows
const askRow = async <T extends object>(sql: string) => itemAt(await ask<T>(sql), 0)
const sumGrids = (condition: string) =>
  askRow<{ grids: number; households: number; share: number }>(
    `select count(*)::int as grids, sum(households)::float8 as households,
      sum(households) filter (where branch_since is not null)::float8 / sum(households) as share
      from @grid where ${condition}`,
  )
const tab = (page: Page, name: string) => page.locator('.tabs label').filter({ hasText: name }).click()
const figure = async (page: Page, name: string) =>
  (await page.locator(`[data-figure=${name}]`).first().innerText()).trim()
describe('the planner', () => {
  it('goes from parks to a gap, assigns it, sites three stations, saves the scenario and exports the numbers', async () => {
    const page = await open(measure)
    // filters act on figures and address together
    await page.getByRole('button', { name: '园区', exact: true }).click()
    const park = await sumGrids(`code like '321001002001%'`)
    await expect.poll(() => figure(page, 'grids')).toBe(String(park.grids))
    expect(await figure(page, 'households')).toBe(park.households.toLocaleString('zh-CN'))
    await expect.poll(() => page.url()).toContain('only=park')

    // the work list, under the same filter
    await tab(page, '缺口清单')
    const item = page.locator('[data-subject="321001002001"]')
    await item.waitFor()
    await item.click()
    await page.getByLabel('承办单位').fill('园区党工委')
    await page.getByLabel('一社一策').fill('新建一处服务站')
    await page.getByRole('button', { name: '保存' }).click()
    await page.getByText('园区党工委', { exact: false }).last().waitFor()
    const work = await askRow<{ status: string; office: string; remedy: string }>(
      'select status, office, remedy from @gap_work',
    )
    expect(work).toEqual({ status: 'planned', office: '园区党工委', remedy: '新建一处服务站' })

    // three stations, proven, kept
    await tab(page, '布点选址')
    await page.getByRole('button', { name: '清除筛选' }).click()
    await page.locator('.objective').getByText('路程最短').click()
    await page.locator('[data-siting=settled] [data-action=prove]:enabled').click()
    await page.locator('.result').getByText('已证最优').waitFor()
    // in so small a city the quick answer reaches its bound: that is a proof as well
    await page.locator('.objective').getByText('覆盖最多').click()
    await page.locator('[data-siting=settled] [data-action=prove]:disabled').waitFor()
    await page.locator('.result').getByText('已证最优').waitFor()
    expect(await page.locator('[data-site]').count()).toBe(3)
    const newly = await figure(page, 'newly')
    await page.getByLabel('方案名称').fill('三个新站')
    await page.locator('[data-action=save]').click()
    await page.locator('[data-scenario]').filter({ hasText: '三个新站' }).waitFor()
    await page.locator('[data-pins="3"]').waitFor({ state: 'attached' })
    const scenario = await askRow<{ before: number; after: number; sites: { grids: number[] }[] }>(
      `select (answer->>'before')::float8 as before, (answer->>'after')::float8 as after, answer->'sites' as sites from @siting_scenario`,
    )

    // file, page and SQL say the same
    const lines = await saveCsv(page, () => page.locator('[data-action=csv]').click())
    const sites = lines.filter((line) => /^[123],/.test(line)).map((line) => line.split(','))
    expect(sites).toHaveLength(3)
    expect(sites.every(([, code]) => /^"=""321\d{12}"""$/.test(code ?? ''))).toBe(true)
    const reached = await sumGrids(`id in (${scenario.sites.flatMap(({ grids }) => grids).join()})`)
    expect(sites.reduce((sum, cells) => sum + Number(cells[5]), 0)).toBe(reached.households)
    expect(newly).toBe(reached.households.toLocaleString('zh-CN'))
    expect(scenario.after - scenario.before).toBe(reached.households)

    // the same as a workbook: codes are texts, and it says what it is
    const book = await saveFile(page, () => page.locator('[data-action=xlsx]').click())
    const [rows = [], about = []] = await readWorkbook(book.path)
    expect(rows.map((row) => row['编码'])).toEqual(sites.map(([, code]) => code?.replaceAll(/[="]/g, '')))
    expect(rows.reduce((sum, row) => sum + Number(row['新增可达户数']), 0)).toBe(reached.households)
    expect(JSON.stringify(about)).toContain('演示数据')

    // and on paper: the sheet of a community that gets a station
    const reachedCode = String(rows[0]?.['编码']).slice(0, 12)
    await page.goto(`${site.url}/${city}/planner/sheet/${reachedCode}?${measure}`)
    await page.locator('.paper').waitFor()
    const community = await askRow<{ households: number; name: string }>(
      `select sum(g.households)::float8 as households, min(u.name) as name from @grid g join @unit u on u.id = g.community_id where u.code = '${reachedCode}'`,
    )
    const paper = await page.locator('.paper').innerText()
    expect(paper).toContain(community.name)
    expect(paper).toContain(`${community.households.toLocaleString('zh-CN')} 户`)
    expect(paper).toContain('三个新站')
    expect(await page.locator('.sheet-map path').count()).toBeGreaterThan(5)
  })

  it('exports the current view as a workbook, as shapes with figures, and as a picture', async () => {
    const page = await open(`${measure}&metric=branch-share&detail=community&only=new&weigh=households`)
    const share = await sumGrids(`code like '321001001002%'`)
    const take = async (name: string) => {
      await page.getByRole('button', { name: '导出', exact: true }).click()
      return saveFile(page, () => page.getByRole('menuitem', { name }).click())
    }
    const [units = [], grids = []] = await readWorkbook((await take('表格 XLSX')).path)
    expect(units).toEqual([
      expect.objectContaining({ 编码: '321001001002', 网格: share.grids, 住户: share.households }),
    ])
    expect(units[0]?.['组织覆盖']).toBeCloseTo(share.share, 12)
    expect(grids.reduce((sum, row) => sum + Number(row['住户']), 0)).toBe(share.households)
    const shapes = z
      .object({
        metadata: z.record(z.string(), z.unknown()),
        features: z.array(
          z.object({
            geometry: z.object({ type: z.string() }),
            properties: z.record(z.string(), z.unknown()),
          }),
        ),
      })
      .parse(JSON.parse((await take('地图数据 GeoJSON')).bytes.toString()))
    expect(shapes.features).toHaveLength(1)
    expect(shapes.features[0]).toMatchObject({
      geometry: { type: 'Polygon' },
      properties: { 编码: '321001001002', 住户: share.households },
    })
    expect(shapes.metadata).toMatchObject({ 版本: expect.any(Number), 数据日期: '2018-12-31' })
    const picture = await take('地图图片 PNG')
    expect(picture.name).toMatch(/^321000-branch-share-community-r\d+-demo\.png$/)
    // a PNG of at least the window, at two pixels to one of CSS
    expect(picture.bytes.subarray(1, 4).toString()).toBe('PNG')
    expect(picture.bytes.readUInt32BE(16)).toBe(2 * 1366)
  })

  it('opens exactly the grids behind a number, and restores the view from the URL', async () => {
    const page = await open(`${measure}&metric=branch-share&detail=community&weigh=households`)
    const { share } = await sumGrids('true')
    expect(await figure(page, 'total')).toBe(
      share.toLocaleString('zh-CN', { style: 'percent', maximumFractionDigits: 1 }),
    )
    await page.locator('[data-class="0"]').click()
    const missing = await ask<{ code: string }>(
      'select code from @grid where branch_since is null order by code',
    )
    expect(await figure(page, 'behind')).toContain(`${missing.length} 个网格`)
    const lines = await saveCsv(page, () =>
      page.getByRole('dialog').getByRole('button', { name: '下载 CSV' }).click(),
    )
    expect(lines.flatMap((line) => /^"=""(\d{15})"""/.exec(line)?.[1] ?? []).sort()).toEqual(
      missing.map(({ code }) => code),
    )
    await page.keyboard.press('Escape')

    // the ranking by keyboard
    const rows = page.locator('.ranking tbody tr')
    expect(await rows.count()).toBe(8)
    await rows.first().focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    const code = await rows.nth(1).getAttribute('data-code')
    await expect.poll(() => page.url()).toContain(`at=communities/${code}`)
  })

  it('compares metrics and days on a second synchronised map, and shows isochrones', async () => {
    const page = await open(`${measure}&detail=community`)
    // an item of the community data form, found by its name
    await page.locator('.picker .choice').first().click()
    await page.getByRole('searchbox').fill('网格数')
    await page.locator('[data-metric="indicator-A01"]').click()
    const form = await askRow<{ total: number }>('select sum(value)::float8 as total from @indicator_value')
    await expect.poll(() => figure(page, 'total')).toBe(`${form.total} 个`)
    await page.locator('[data-year="2018"]').waitFor()

    await page.getByText('卷帘对比').click()
    await page.locator('[data-side=right]').filter({ hasText: '网格数 2018' }).waitFor()
    await page.locator('.compare .choice').click()
    await page.locator('[data-metric="branch-share"]').click()
    await page.locator('[data-compare=day]').fill('2016-12-31')
    await page.locator('[data-side=right]').filter({ hasText: '组织覆盖 · 截至 2016年12月31日' }).waitFor()
    await page.locator('.second[data-map-state=idle]').waitFor()
    const handle = page.getByRole('slider', { name: '拖动以比较左右两图' })
    await handle.press('ArrowLeft')
    expect(await handle.getAttribute('aria-valuenow')).toBe('34')
    await page.getByText('并排对比').click()
    await page.locator('.stage.side .second[data-map-state=idle]').waitFor()
    await expect.poll(() => page.url()).toContain('beside=mode:side,metric:branch-share,day:2016-12-31')
    await page.reload()
    await page
      .locator('.stage.side [data-side=right]')
      .filter({ hasText: '组织覆盖 · 截至 2016年12月31日' })
      .waitFor()
    await page.getByText('不对比').click()

    await page.getByRole('button', { name: '距离等值面' }).click()
    await page.getByText('120 分钟以上或走不到').waitFor()
    await page.locator('.map [data-map-state=idle]').waitFor()
    await expect.poll(() => page.url()).toContain('surface=distance')
  })

  it('evaluates everything as of the day in the URL, and compares two days', async () => {
    // stations opened on the first day of 2017
    const page = await open('metric=service-share&detail=community&day=2016-12-31')
    await page.locator('[data-day="2016-12-31"]').waitFor()
    await expect.poll(() => figure(page, 'total')).toBe('0%')
    expect(await page.locator('.tabs label').filter({ hasText: '布点选址' }).count()).toBe(0)
    expect(await page.locator('.legend').first().innerText()).toContain('截至 2016年12月31日')
    await tab(page, '缺口清单')
    await page.locator('[data-subject]').first().click()
    await page.locator('.gap-detail .reasons').filter({ hasText: '服务够不着' }).waitFor()
    expect(await page.locator('.gap-detail form').count()).toBe(0)
    await tab(page, '指标分析')

    await page.getByText('并排对比').click()
    await page.locator('[data-compare=state]').selectOption('day:now')
    await page.locator('[data-side=right]').filter({ hasText: '服务可达 · 现状' }).waitFor()
    await page.locator('[data-side=left]').filter({ hasText: '截至 2016年12月31日' }).waitFor()
    await page.getByRole('button', { name: '回到现在' }).click()
    await expect.poll(() => figure(page, 'total')).not.toBe('0%')
    await page.locator('[data-compare=day]').fill('2016-12-31')
    await page.locator('[data-side=right]').filter({ hasText: '截至 2016年12月31日' }).waitFor()
    await page.locator('.stage.side .second[data-map-state=idle]').waitFor()
    await expect.poll(() => page.url()).toContain('day:2016-12-31')
    expect(new URL(page.url()).searchParams.get('day')).toBeNull()
    await page.reload()
    await page.locator('.stage.side [data-side=right]').filter({ hasText: '截至 2016年12月31日' }).waitFor()
  })

  it('redraws the distance bands when their minutes change, and stores them in the URL', async () => {
    const page = await open(`metric=reach-class&detail=grid&${measure}`)
    await page.getByText('10–15 分钟').first().waitFor()
    await page.locator('.measure .head').click()
    await page.locator('[data-circle=inner]').fill('20')
    await page.locator('[data-circle=inner]').blur()
    await page.locator('[data-circle=inner][aria-invalid=true]').waitFor()
    await page.locator('[data-circle=middle]').fill('30')
    await page.locator('[data-circle=outer]').fill('40')
    await page.locator('[data-circle=outer]').blur()
    await page.getByText('30–40 分钟').first().waitFor()
    expect(new URL(page.url()).searchParams.get('measure')).toContain('circles:20-30-40')
    expect(await page.locator('.measure .head').innerText()).toContain('5 分钟')
    await page.reload()
    await page.getByText('20–30 分钟').first().waitFor()
  })

  it('explains empty results: no premises, a community without grids, no population', async () => {
    for (const metric of [
      'service-minutes',
      'place-area',
      'access-2sfca',
      'standard-share',
      'households-per-grid',
    ]) {
      const page = opened === undefined ? await open(`metric=${metric}&detail=community`, bare) : opened.page
      if (!page.url().includes(metric))
        await page.goto(
          `${site.url}/${bare}/planner?metric=${metric}&detail=community&at=communities/321101001001`,
        )
      await page.locator('[data-coverage=ready]').waitFor()
      await page.locator('[data-figure=total]').waitFor()
      expect(await page.locator('body').innerText()).not.toMatch(/NaN|Infinity|undefined|null/)
    }
    await opened?.page.getByText('这里还没有网格').waitFor()
  })
})
