import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { getShapeBox } from '#shared/geometry/shapes/shape-box.ts'
import { getDraftBase } from '#shared/contract/drafts/drafts.ts'
import { readDraftBase } from '#shared/drafts/read-draft-base.ts'
import { aCity } from '../helpers/city/a-city.ts'
import { openBrowser } from '../helpers/browser/open-browser.ts'
import { openPage } from '../helpers/browser/open-page.ts'
import { openTestSite, type TestSite } from '../helpers/browser/open-test-site.ts'
import { createDraftClient, anOfficial } from '../helpers/drafts/draft-client.ts'
import { createTestApp, type TestApp } from '../helpers/api/open-test-app.ts'

const city = '321000'
const street = '321001001'
let site: TestSite
let browser: Browser
let test: TestApp

beforeAll(async () => {
  ;[site, browser] = await Promise.all([openTestSite({ cities: [aCity({ code: city })] }), openBrowser()])
  test = await createTestApp(site.database)
})
afterAll(async () => {
  await browser.close()
  await test.close()
  await site.close()
})

/** A grid cut in two, handed in by its street. */
async function handedIn(): Promise<string> {
  const draw = createDraftClient(test, city)
  const own = anOfficial(city, street)
  const state = readDraftBase(await test.ask(getDraftBase, { params: { city, unit: street } }))
  const [grid] = [...state.facts].find(([, facts]) => facts.code === `${street}001002`)!
  const [west, south, east, north] = getShapeBox(state.set.cells.get(grid)!.shape)
  const x = Math.round((west + east) / 2)
  const id = await draw.begin(street, own, '滨河网格拆分')
  await draw.add(
    id,
    [
      {
        op: 'split',
        grid,
        line: [
          [x, south - 500],
          [x, north + 500],
        ],
        newGrid: -1,
      },
    ],
    own,
  )
  await draw.submit(id, own)
  return id
}

describe('the review of a draft', () => {
  it('compares, comments, approves and publishes, and the city has the new grid', async () => {
    const id = await handedIn()
    const { page, faults, close } = await openPage(browser, `${site.url}/${city}/editor`, {
      as: { role: 'planner', area: { city } },
    })
    await page.getByRole('button', { name: /滨河网格拆分/ }).click()
    await page.waitForURL(`**/review/${id}`)
    const rows = page.locator('tbody tr')
    await rows.filter({ hasText: '发布时编号' }).waitFor()
    expect(await rows.filter({ hasText: '新增' }).count()).toBe(1)
    expect(await page.getByText('已证明').count()).toBe(1)
    // the handle uncovers what was before
    await page.getByRole('slider').fill('80')
    expect(
      await page.locator('.layer.after').evaluate((layer) => getComputedStyle(layer).clipPath),
    ).toContain('80%')
    await rows.filter({ hasText: '新增' }).click()
    await page.getByLabel('写下意见').fill('请与街道核对户数')
    await page.getByRole('button', { name: '发表' }).click()
    await page.getByText('请与街道核对户数').waitFor()
    const approve = page.getByRole('button', { name: '审核通过' })
    expect(await approve.isDisabled(), 'without a word nothing is approved').toBe(true)
    await page.getByLabel('审核说明').fill('同意')
    await approve.click()
    await page.getByLabel('发布说明').fill('发布')
    await page.getByRole('button', { name: '发布到全市地图' }).click()
    await page.getByText(/已于第 \d+ 版发布/).waitFor()
    await expect
      .poll(
        async () =>
          (await (await page.request.get(`${site.url}/api/cities/${city}/grids?parent=${street}001`)).json())
            .grids.length,
      )
      .toBe(5)
    await close()
    expect(faults).toEqual([])
  })
})

describe('a draft of which the reviewer made a step', () => {
  it('says why they can neither approve nor publish it', async () => {
    const draw = createDraftClient(test, city)
    const own = anOfficial(city, street)
    const reviewer = { role: 'planner' as const, area: { city } }
    const state = readDraftBase(await test.ask(getDraftBase, { params: { city, unit: street } }))
    const [grid] = [...state.facts].find(([, facts]) => facts.code === `${street}002002`)!
    const id = await draw.begin(street, own, '共同绘制')
    await draw.add(id, [{ op: 'describe', grid, values: { name: '改名' } }], reviewer)
    await draw.submit(id, own)
    const { page, faults, close } = await openPage(browser, `${site.url}/${city}/review/${id}`, {
      as: reviewer,
    })
    await page.getByText('您参与绘制了本草案，须由他人审核、发布（own_work）').waitFor()
    await page.getByLabel('审核说明').fill('同意')
    expect(await page.getByRole('button', { name: '审核通过' }).isDisabled()).toBe(true)
    expect(await page.getByRole('button', { name: '退回' }).isDisabled()).toBe(false)
    await close()
    expect(faults).toEqual([])
  })
})

describe('the map of a past day', () => {
  it('shows list, tiles and URL of that day until the user returns to the present', async () => {
    const draw = createDraftClient(test, city)
    const state = readDraftBase(await test.ask(getDraftBase, { params: { city, unit: street } }))
    const [grid] = [...state.facts].find(([, facts]) => facts.code === `${street}002001`)!
    const [west, south, east, north] = getShapeBox(state.set.cells.get(grid)!.shape)
    const x = Math.round((west + east) / 2)
    const id = await draw.begin(street, anOfficial(city, street))
    await draw.add(
      id,
      [
        {
          op: 'split',
          grid,
          line: [
            [x, south - 500],
            [x, north + 500],
          ],
          newGrid: -1,
        },
      ],
      anOfficial(city, street),
    )
    const { revision } = await draw.release(id, street, { effectiveOn: '2020-03-01' })
    await expect
      .poll(() => site.app.cities.peek(city)?.snapshot.revision ?? revision)
      .toBeGreaterThanOrEqual(revision)

    const { page, faults, requests, drawn, close } = await openPage(
      browser,
      `${site.url}/${city}?at=communities/${street}002`,
    )
    const made = page.locator('#panel').getByText('第2社区第1网格-2')
    await made.waitFor()
    await page.getByRole('button', { name: '查看往日' }).click()
    await page.getByLabel('截至日期', { exact: true }).and(page.locator('input')).fill('2020-02-29')
    await made.waitFor({ state: 'detached' })
    await page.locator('[data-day="2020-02-29"]').getByText('往日的地图').waitFor()
    await page.waitForURL('**day=2020-02-29**')
    await expect
      .poll(() => requests.some((request) => request.url().includes(`/api/cities/${city}@2020-02-29/tiles/`)))
      .toBe(true)
    await drawn()
    // the next change is one step away, and the address is enough to come back
    await page.getByRole('button', { name: /下一次变动/ }).click()
    await made.waitFor()
    await page.goBack()
    await made.waitFor({ state: 'detached' })
    await page.getByRole('button', { name: '回到现在' }).click()
    await made.waitFor()
    expect(new URL(page.url()).searchParams.get('day')).toBeNull()
    await close()
    expect(faults).toEqual([])
  })
})
