import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aCity } from '../helpers/city/a-city.ts'
import { openBrowser } from '../helpers/browser/open-browser.ts'
import { openPage } from '../helpers/browser/open-page.ts'
import { openTestSite, type TestSite } from '../helpers/browser/open-test-site.ts'
import { createEditorPageObject, createGridLocator } from '../helpers/browser/pages/editor-page-object.ts'
import { createTestApp, type TestApp } from '../helpers/api/open-test-app.ts'
import { anOfficial, createDraftClient } from '../helpers/drafts/draft-client.ts'

const city = '321000'
const [mouse, keys, fingers] = ['321001001', '321001002', '321002001']
const facts = aCity({ code: city, rows: 10 })
const places = createGridLocator(facts)
const grid = (street: string, number: number) => `${street}001${String(number).padStart(3, '0')}`

let site: TestSite
let browser: Browser
let test: TestApp

beforeAll(async () => {
  ;[site, browser] = await Promise.all([openTestSite({ cities: [facts] }), openBrowser()])
  test = await createTestApp(site.database)
})

afterAll(async () => {
  await browser.close()
  await test.close()
  await site.close()
})

async function openEditor(street: string, options: Parameters<typeof openPage>[2] = {}) {
  const draft = await createDraftClient(test, city).begin(street)
  const opened = await openPage(browser, `${site.url}/${city}/editor/${draft}`, {
    as: anOfficial(city, street),
    ...options,
  })
  const editor = createEditorPageObject(opened.page)
  await editor.ready()
  return { ...opened, draft, editor }
}
const table = (page: Page) => page.locator('[data-street-table]')
const chosenRow = (page: Page) => table(page).locator('tr.chosen')
const numberAt = async (page: Page, row: number, column: number) =>
  Number(
    (await table(page).locator('tbody tr').nth(row).locator('td, th').nth(column).textContent())?.replaceAll(
      ',',
      '',
    ),
  )
const nameOf = (code: string) => facts.grids.find((each) => each.code === code)!.name

describe('the overview of a street in the draft editor', () => {
  it('goes from problem to problem, and from the table to the map and back, with a mouse', async () => {
    const { page, editor, faults, close } = await openEditor(mouse)
    // nothing has been touched, and everything is checked
    const hints = Number(/\d+/.exec((await page.locator('[data-hints]').textContent()) ?? '')?.[0])
    expect(hints).toBeGreaterThan(0)
    await page.keyboard.press('j')
    await page
      .locator('[data-problem-at]')
      .filter({ hasText: `第 1 处，共 ${hints} 处` })
      .waitFor()
    const first = await page.getByLabel('名称', { exact: true }).inputValue()
    await page.locator('[data-problem="0"].current').filter({ hasText: first }).waitFor()
    await page.keyboard.press('Shift+J')
    await page
      .locator('[data-problem-at]')
      .filter({ hasText: `第 ${hints} 处` })
      .waitFor()

    await page.keyboard.press('l')
    const selected = await page.getByLabel('名称', { exact: true }).inputValue()
    await chosenRow(page).filter({ hasText: selected }).waitFor()
    await page.keyboard.press('w')
    await editor.drawn()
    // the map chooses the row
    await editor.click(places.in(grid(mouse, 3), 0.5, 0.5))
    await chosenRow(page)
      .filter({ hasText: nameOf(grid(mouse, 3)) })
      .waitFor()
    // and the row the grid of the map, which comes into the middle of what is left of it
    await table(page)
      .getByRole('button', { name: nameOf(grid(mouse, 4)), exact: true })
      .first()
      .click()
    await expect
      .poll(() => page.getByLabel('名称', { exact: true }).inputValue())
      .toBe(nameOf(grid(mouse, 4)))
    await editor.drawn()
    const { x, y } = editor.at(places.in(grid(mouse, 4), 0.5, 0.5))
    const free = await table(page).boundingBox()
    expect(y).toBeLessThan(free!.y)
    expect(x).toBeGreaterThan(free!.x)

    // sorted by households, most first
    const heading = table(page).locator('[data-sort=households]')
    await heading.click()
    await heading.click()
    const count = await table(page).locator('tbody tr').count()
    const households = await Promise.all(Array.from({ length: count }, (_, row) => numberAt(page, row, 2)))
    expect(households).toEqual(households.toSorted((a, b) => b - a))
    await table(page).getByRole('combobox').selectOption('problems')
    await expect.poll(() => table(page).locator('tbody tr').count()).toBeLessThan(count)
    expect(await numberAt(page, 0, 7)).toBeGreaterThan(0)
    await table(page).getByRole('combobox').selectOption('all')
    await table(page)
      .getByRole('searchbox')
      .fill(nameOf(grid(mouse, 2)))
    await expect.poll(() => table(page).locator('tbody tr').count()).toBeGreaterThan(0)
    await page.keyboard.press('l')
    expect(await table(page).count(), 'l is a letter while one writes').toBe(1)
    await table(page).getByRole('button', { name: '收起网格表' }).click()
    await table(page).waitFor({ state: 'detached' })
    await close()
    expect(faults).toEqual([])
  })

  it('measures, switches layers that stay as chosen, and changes nothing by it', async () => {
    const { page, editor, faults, close } = await openEditor(mouse)
    await page.keyboard.press('d')
    const row = [1, 2, 3].map((number) => places.in(grid(mouse, number), 0.5, 0.5))
    await editor.click(row[0]!, row[1]!)
    await editor.move(row[2]!)
    const measures = page.locator('[data-measures]')
    await measures.filter({ hasText: '全长' }).waitFor()
    await editor.doubleClick(places.in(grid(mouse, 2), 0.5, 0.1))
    await measures.filter({ hasText: '围合面积' }).waitFor()
    const text = await measures.textContent()
    // the line is ended: the pointer moves freely, and the next point begins another one
    await editor.move(row[2]!)
    expect(await measures.textContent()).toBe(text)
    await editor.click(row[2]!)
    await measures.waitFor({ state: 'detached' })
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')
    await page.locator('[data-tool=select]').waitFor()

    await page.keyboard.press('o')
    const dots = page.getByRole('switch', { name: '住户点' })
    await dots.click()
    await page.locator('[data-dots]').waitFor()
    await page.getByText('本市未设置底图或影像').waitFor()
    await editor.steps(0)
    await page.reload()
    await editor.ready()
    await page.locator('[data-view=layers]').click()
    await expect.poll(() => dots.getAttribute('aria-checked')).toBe('true')
    await close()
    expect(faults).toEqual([])
  })

  it('is used with keys alone: from row to row, picking grids to merge', async () => {
    const { page, editor, faults, close } = await openEditor(keys)
    await page.keyboard.press('l')
    const rowButton = (code: string) =>
      table(page)
        .locator('tbody tr')
        .getByRole('button', { name: nameOf(code), exact: true })
        .first()
    await rowButton(grid(keys, 1)).focus()
    await page.keyboard.press('Enter')
    await chosenRow(page)
      .filter({ hasText: nameOf(grid(keys, 1)) })
      .waitFor()
    await page.keyboard.press('ArrowDown')
    await expect.poll(() => chosenRow(page).textContent()).toContain(nameOf(grid(keys, 2)))
    expect(await page.evaluate(() => document.activeElement?.textContent?.trim())).toBe(nameOf(grid(keys, 2)))
    await page.keyboard.press('m')
    for (const number of [1, 2]) {
      await rowButton(grid(keys, number)).focus()
      await page.keyboard.press('Enter')
    }
    expect(await chosenRow(page).count()).toBe(2)
    await page.getByRole('button', { name: '完成' }).focus()
    await page.keyboard.press('Enter')
    await editor.steps(1)
    await close()
    expect(faults).toEqual([])
  })

  it('is used with a finger on a small screen', async () => {
    const { page, faults, close } = await openEditor(fingers, {
      hasTouch: true,
      viewport: { width: 390, height: 844 },
    })
    await page.locator('[data-view=table]').tap()
    await table(page).locator('tbody tr').nth(1).tap()
    await chosenRow(page).waitFor()
    const shown = await table(page).boundingBox()
    expect(shown!.width).toBeLessThanOrEqual(390)
    await table(page).getByRole('button', { name: '收起网格表' }).tap()
    await page.locator('[data-view=layers]').tap()
    const panel = await page.locator('[data-layers]').boundingBox()
    expect(panel!.x).toBeGreaterThanOrEqual(0)
    await close()
    expect(faults).toEqual([])
  })
})

describe('the street of an official', () => {
  const street = '321002002'
  const own = anOfficial(city, street)

  it('is where the official lands, with what was returned first and one button to go on', async () => {
    const draw = createDraftClient(test, city)
    await draw.begin('321003001', anOfficial(city, '321003001'), '邻街草案')
    const returned = await draw.begin(street, own, '退回的草案')
    await draw.add(returned, [await draw.cut(`${street}001002`)], own)
    await draw.submit(returned, own)
    await draw.return(returned, '请核对户数')
    await draw.begin(street, own, '后画的草案')

    const { page, faults, close } = await openPage(browser, site.url, { as: own })
    await page.waitForURL(`**/${city}/editor*`)
    const head = page.locator('[data-my-street]')
    await head.filter({ hasText: '我的街道' }).waitFor()
    expect(Number(/网格(\d+)/.exec((await head.textContent()) ?? '')?.[1])).toBeGreaterThan(0)
    const resume = page.locator('[data-resume]')
    await resume.filter({ hasText: '请核对户数' }).waitFor()
    expect(await page.locator('.inner > section h2').allTextContents()).toEqual([
      '退回的草案',
      '退回修改 1',
      '绘制中 1',
    ])
    // those of others are there, and quiet
    const others = page.locator('[data-others]')
    expect(await others.getByText('邻街草案').isVisible()).toBe(false)
    await others.locator('summary').click()
    await others.getByText('邻街草案').waitFor()

    await resume.getByRole('button', { name: '修改后再提交' }).click()
    await page.waitForURL(`**/editor/${returned}*`)
    await page.locator('[data-notice=returned]').waitFor()
    // the map is a click away, and the way back does not lead round in a circle
    await page.goto(`${site.url}/${city}`)
    await page.locator('[data-map-state=idle]').waitFor()
    expect(new URL(page.url()).pathname).toBe(`/${city}`)
    await close()
    expect(faults).toEqual([])
  })

  it('is not the landing page of a planner, nor of a link with a view', async () => {
    const planner = await openPage(browser, site.url, { as: { role: 'planner', area: { city } } })
    await planner.drawn()
    expect(new URL(planner.page.url()).pathname).not.toContain('editor')
    await planner.close()
    const linked = await openPage(browser, `${site.url}/?at=streets/${street}`, { as: own })
    await linked.drawn()
    expect(new URL(linked.page.url()).pathname).not.toContain('editor')
    await linked.close()
  })
})
