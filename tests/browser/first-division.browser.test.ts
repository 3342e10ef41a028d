import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createEditorPageObject, createGridLocator } from '../helpers/browser/pages/editor-page-object.ts'
import { openBrowser } from '../helpers/browser/open-browser.ts'
import { openPage } from '../helpers/browser/open-page.ts'
import { openTestSite, type TestSite } from '../helpers/browser/open-test-site.ts'
import { anUndividedStreet } from '../helpers/city/an-undivided-street.ts'
import { anOfficial } from '../helpers/drafts/draft-client.ts'

const city = '321000'
const street = '321001001'
const [dense, empty] = [`${street}001`, `${street}002`]

const { facts, whole } = anUndividedStreet(city)
const places = createGridLocator(whole)
let site: TestSite
let browser: Browser
beforeAll(async () => {
  ;[site, browser] = await Promise.all([openTestSite({ cities: [facts] }), openBrowser()])
})
afterAll(async () => {
  await browser.close()
  await site.close()
})

describe('a street without grids', () => {
  it('gets its first ones by a cut and a proposal, handed in, approved and published', async () => {
    const official = await openPage(browser, `${site.url}/${city}/editor?street=${street}`, {
      as: anOfficial(city, street),
    })
    const { page } = official
    const hand = createEditorPageObject(page)
    await page.getByRole('button', { name: '开始绘制' }).click()
    await hand.ready()
    await page.locator('[data-hint]').getByText('2 个社区尚未划分网格').waitFor()
    // nothing is known of its households
    await hand.click(places.in(`${empty}001`, 0.5, 0.5))
    await page.locator('[data-undivided]').getByText('新网格的户数从 0 起算').waitFor()
    await hand.draw('c', places.in(`${empty}001`, 0.4, -0.1), places.in(`${empty}001`, 0.4, 1.1))
    await hand.steps(1)
    await page.keyboard.press('v')
    await hand.click(places.in(`${dense}001`, 0.5, 0.5))
    await page.locator('[data-undivided]').getByText('3,000').waitFor()
    await page.getByRole('button', { name: '推荐划分方案' }).click()
    await page.locator('[data-land]').waitFor()
    expect(await page.locator('[data-count]').textContent()).toBe('8')
    await page.keyboard.press('Enter')
    await page.locator('[data-division=ready]').waitFor()
    await page.keyboard.press('Enter')
    await hand.steps(2)
    await page.keyboard.press('Control+z')
    await hand.steps(1)
    await page.keyboard.press('Control+Shift+z')
    await hand.steps(2)
    await hand.saved()
    await page.getByRole('button', { name: '提交', exact: true }).click()
    await page.getByLabel('说明').fill('首次划分')
    await page.getByRole('button', { name: '提交区县审核' }).click()
    await page.getByText('已提交，等待区县审核').first().waitFor()
    await page.getByRole('link', { name: '审核情况' }).click()
    await page.waitForURL('**/review/**')
    const review = page.url()
    await official.close()

    const planner = await openPage(browser, review, { as: { role: 'planner', area: { city } } })
    const first = planner.page.locator('[data-first-division]')
    await first.getByText('第1社区：划为 8 个网格，按楼栋统计共 3,000 户').waitFor()
    await first.getByText('第2社区：划为 2 个网格；住户情况不明，从 0 户起算').waitFor()
    await planner.page.getByText('已证明').waitFor()
    await planner.page.getByLabel('审核说明').fill('同意')
    await planner.page.getByRole('button', { name: '审核通过' }).click()
    await planner.page.getByLabel('发布说明').fill('发布')
    await planner.page.getByRole('button', { name: '发布到全市地图' }).click()
    await planner.page.getByText(/已于第 \d+ 版发布/).waitFor()
    await planner.close()

    // a visitor finds the first grid on the map
    const visitor = await openPage(browser, `${site.url}/${city}?at=communities/${dense}`)
    await visitor.page.locator('#panel').getByText('第1网格').first().waitFor()
    const { grids } = (await (
      await visitor.page.request.get(`${site.url}/api/cities/${city}/grids?parent=${street}`)
    ).json()) as { grids: { code: string; households: number }[] }
    expect(grids.length).toBe(10)
    expect(grids.reduce((sum, { households }) => sum + households, 0)).toBe(3000)
    await visitor.drawn()
    await visitor.close()
    expect([...official.faults, ...planner.faults, ...visitor.faults]).toEqual([])
  }, 300_000)
})
