import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createEditorPageObject, createGridLocator } from '../helpers/browser/pages/editor-page-object.ts'
import { openBrowser } from '../helpers/browser/open-browser.ts'
import { openPage } from '../helpers/browser/open-page.ts'
import { openTestSite, type TestSite } from '../helpers/browser/open-test-site.ts'
import { aCity } from '../helpers/city/a-city.ts'
import { addBuildings } from '../helpers/city/add-buildings.ts'
import { anOfficial } from '../helpers/drafts/draft-client.ts'

const city = '321000'
const street = '321001001'

/** The grids of each community have uneven households, so that none of them stays as it is. */
function unbalance(facts: ReturnType<typeof aCity>) {
  const grids = facts.grids.map((grid, i) => ({ ...grid, households: i % 2 === 0 ? 600 : 200 }))
  return addBuildings({ ...facts, grids, buildings: [] }, { perGrid: 40 })
}

const facts = unbalance(aCity({ code: city, rows: 4 }))
const places = createGridLocator(facts)
const own = facts.grids.filter(({ communityCode }) => communityCode.startsWith(street))
const communities = [...new Set(own.map(({ communityCode }) => communityCode))].sort()
let site: TestSite
let browser: Browser
beforeAll(async () => {
  ;[site, browser] = await Promise.all([openTestSite({ cities: [facts] }), openBrowser()])
})
afterAll(async () => {
  await browser.close()
  await site.close()
})

describe('a whole street', () => {
  it('is divided in the background while drawing goes on, and looked through with one key a community', async () => {
    const { page, faults, close } = await openPage(browser, `${site.url}/${city}/editor?street=${street}`, {
      as: anOfficial(city, street),
    })
    const hand = createEditorPageObject(page)
    await page.getByRole('button', { name: '开始绘制', exact: true }).click()
    await hand.ready()
    await page.keyboard.press('p')
    await page.getByRole('button', { name: '划分整个街道', exact: true }).click()
    // another tool meanwhile: the work goes on
    await page.keyboard.press('v')
    await hand.click(places.in(own[0]!.code, 0.5, 0.5))
    await page.keyboard.press('Escape')
    await page.keyboard.press('p')
    const summary = page.locator('[data-street-summary]')
    await expect.poll(() => summary.innerText()).toContain(`待看 ${communities.length} 个`)

    await page.getByRole('button', { name: `查看 ${communities.length} 个社区的方案`, exact: true }).click()
    const looking = page.locator('[data-looking]')
    for (const [i] of communities.entries()) {
      await expect.poll(() => looking.innerText()).toContain(`第 ${i + 1} 个，共 ${communities.length} 个`)
      await page.locator('[data-proposal=lines][aria-pressed=true]').waitFor()
      // the first stays as it is; of the others the proposal along lines becomes a step
      await page.keyboard.press(i === 0 ? 'x' : 'Enter')
      await hand.steps(i)
    }
    await looking.waitFor({ state: 'detached' })
    expect(await summary.innerText()).toContain(`已采用 ${communities.length - 1} 个`)
    expect(await summary.innerText()).toContain('保持不动 1 个')
    await hand.saved()
    const { rows } = await site.database.query<{ op: string }>(
      `select operation->>'op' as op from city_${city}.draft_step order by number`,
    )
    expect(rows.map(({ op }) => op)).toEqual(communities.slice(1).map(() => 'divide'))
    await close()
    expect(faults).toEqual([])
  })
})
