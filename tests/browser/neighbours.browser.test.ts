import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aCity } from '../helpers/city/a-city.ts'
import { createTestApp, type TestApp } from '../helpers/api/open-test-app.ts'
import { openBrowser } from '../helpers/browser/open-browser.ts'
import { openPage } from '../helpers/browser/open-page.ts'
import { openTestSite, type TestSite } from '../helpers/browser/open-test-site.ts'
import { createEditorPageObject } from '../helpers/browser/pages/editor-page-object.ts'
import { anOfficial, createDraftClient } from '../helpers/drafts/draft-client.ts'
import { findBorderVertex } from '../helpers/drafts/find-border-vertex.ts'

const city = '321000'
const [own, beside] = ['321001001', '321001002']

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

describe('two officials on two sides of a border', () => {
  it('see what the other draws before either hands in, step by step, and whether it moves their border', async () => {
    const draw = createDraftClient(test, city)
    const neighbour = anOfficial(city, beside)
    const theirs = await draw.begin(beside, neighbour, '邻街草案')
    await draw.add(theirs, [await draw.cut(`${beside}001002`)], neighbour)
    const mine = await draw.begin(own)

    const { page, faults, close } = await openPage(browser, `${site.url}/${city}/editor/${mine}`, {
      as: anOfficial(city, own),
    })
    await createEditorPageObject(page).ready()
    await page.keyboard.press('u')
    const row = page.locator(`[data-neighbour='${theirs}']`)
    await row.filter({ hasText: '邻街草案' }).filter({ hasText: '1 步' }).waitFor()
    expect(await page.locator(`[data-neighbour='${mine}']`).count(), 'one’s own is none of them').toBe(0)
    await row.getByRole('button', { name: '显示在图上' }).click()
    const moves = row.locator('[data-moves]')
    await moves.filter({ hasText: '没有改动与本街道的边界' }).waitFor()

    // the neighbour moves a vertex of the common border: it is there without asking again
    const from = findBorderVertex(await draw.base(beside), beside)
    await draw.add(
      theirs,
      [{ op: 'moveVertex', from: [from[0], from[1]], to: [from[0] + 2500, from[1] + 3000] }],
      neighbour,
    )
    await moves.filter({ hasText: /^改动了与本街道的边界/ }).waitFor()

    await row.getByRole('button', { name: '不再显示' }).click()
    await moves.waitFor({ state: 'detached' })
    await row.getByRole('link').click()
    await page.waitForURL(`**/editor/${theirs}*`)
    await page.locator('[data-notice]').first().waitFor()
    await close()
    expect(faults).toEqual([])
  })
})
