import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aCity } from '../helpers/city/a-city.ts'
import {
  computeMidpoint,
  createEditorPageObject,
  createGridLocator,
} from '../helpers/browser/pages/editor-page-object.ts'
import { openBrowser } from '../helpers/browser/open-browser.ts'
import { openPage } from '../helpers/browser/open-page.ts'
import { openTestSite, type TestSite } from '../helpers/browser/open-test-site.ts'
import { createDraftClient, anOfficial } from '../helpers/drafts/draft-client.ts'
import { readStoredOperations } from '../helpers/drafts/read-stored-operations.ts'
import { createTestApp, type TestApp } from '../helpers/api/open-test-app.ts'

const city = '321000'
/** One street for each test: who draws in one keeps others out. */
const [tools, offline, shared] = ['321001001', '321001002', '321002001']
const [touched, gappy] = ['321002002', '321003001']
const grid = (street: string, number: number, community = 1) =>
  `${street}00${community}${String(number).padStart(3, '0')}`
const facts = aCity({ code: city, rows: 10 })
const places = createGridLocator(facts)
/** Land that no grid has: one was left out where data came in, with two grids of its community beside it. */
const gap = grid(gappy, 2)
const withGap = { ...facts, grids: facts.grids.filter(({ code }) => code !== gap) }

let site: TestSite
let browser: Browser
let test: TestApp

beforeAll(async () => {
  ;[site, browser] = await Promise.all([openTestSite({ cities: [withGap] }), openBrowser()])
  test = await createTestApp(site.database)
})

afterAll(async () => {
  await browser.close()
  await test.close()
  await site.close()
})

/** A desk with a new draft of a street on it. */
async function openDesk(street: string, options: Parameters<typeof openPage>[2] = {}) {
  const draft = await createDraftClient(test, city).begin(street)
  const opened = await openPage(browser, `${site.url}/${city}/editor/${draft}`, {
    as: anOfficial(city, street),
    ...options,
  })
  const hand = createEditorPageObject(opened.page)
  await hand.ready()
  return { ...opened, draft, hand }
}
const storedIn = (draft: string) => readStoredOperations(site.database, city, draft)
const row = (page: Page, text: string) => page.locator('[data-problems] li').filter({ hasText: text })

describe('the draft editor', () => {
  it('splits with live counts of both sides, undoes and redoes, reshapes, carves, moves a vertex, merges, and explains rejections', async () => {
    const { page, hand, draft, faults, close } = await openDesk(tools)
    const [left, middle] = [grid(tools, 2), grid(tools, 3)]
    // from south to north, past both borders
    const [from, to] = [places.in(left, 0.5, -0.15), places.in(left, 0.5, 1.15)]
    await page.keyboard.press('c')
    await hand.click(from)
    await hand.move(to)
    await expect.poll(hand.households).toHaveLength(2)
    const sides = await hand.households()
    // the grid has 310 households, before and after
    expect(sides[0]! + sides[1]!).toBe(310)
    expect(Math.min(...sides)).toBeGreaterThan(120)
    await hand.click(to)
    // the only worker goes to the other side than proposed, and Enter in the number takes the cut with it
    const workers = page.locator('[data-workers^=fullTimeWorkers]')
    const proposed = await workers.evaluateAll((inputs) =>
      inputs.map((each) => (each as HTMLInputElement).value),
    )
    expect(proposed.toSorted()).toEqual(['0', '1'])
    await workers.nth(proposed.indexOf('0')).fill('1')
    await page.keyboard.press('Enter')
    await hand.steps(1)
    // afterwards the branch goes to the other side as well: the step is done again
    const branch = page.locator('[data-branch] select')
    const stays = await branch.inputValue()
    await branch.selectOption({
      index: await branch.evaluate((list) => 1 - (list as HTMLSelectElement).selectedIndex),
    })
    await expect.poll(() => branch.inputValue()).not.toBe(stays)
    await hand.steps(1)
    await page.locator('[data-map-state]').focus()
    await page.keyboard.press('Control+z')
    await hand.steps(0)
    await page.keyboard.press('Control+Shift+z')
    await hand.steps(1)

    await page.keyboard.press('m')
    await hand.click(places.in(left, 0.25, 0.5), places.in(left, 0.75, 0.5))
    await page.keyboard.press('Enter')
    await hand.steps(2)

    // a line that ends inside is refused there, and can be taken further
    await page.keyboard.press('c')
    await hand.click(from, places.in(left, 0.5, 0.5))
    await page.keyboard.press('Enter')
    const refusal = page.locator('[data-reason=line_dangles][role=alert]')
    expect(await refusal.textContent()).toContain('停在网格内')
    const [box, { x, y }] = [await refusal.boundingBox(), hand.at(places.in(left, 0.5, 0.5))]
    expect(Math.hypot(box!.x + box!.width / 2 - x, box!.y + box!.height - y)).toBeLessThan(60)
    await page.keyboard.press('Escape')

    // the border between two grids swings to the east, and both follow
    const border = places.border(left, middle)
    await page.keyboard.press('r')
    await hand.click(border[1]!, places.in(middle, 0.4, 0.5))
    await hand.move(border.at(-2)!)
    await expect.poll(hand.households).toHaveLength(2)
    await hand.doubleClick(border.at(-2)!)
    await hand.steps(3)

    // a new grid in the west of another: two clicks on its border, and the line runs along all vertices between them
    const traced = grid(tools, 4)
    const west = places.border(middle, traced)
    await page.keyboard.press('t')
    await page.keyboard.press('n')
    await hand.click(west[0]!, west.at(-1)!, places.in(traced, 0.5, 0.8))
    await hand.doubleClick(places.in(traced, 0.5, 0.2))
    await hand.steps(4)

    await page.keyboard.press('t')
    const [first, second] = places.border(grid(tools, 1), left).slice(1)
    await page.keyboard.press('b')
    await hand.click(first!, computeMidpoint(computeMidpoint(first!, second!), first!))
    await hand.steps(5)
    await expect
      .poll(async () => (await storedIn(draft)).map((operation) => operation?.op ?? 'back or forth'), {
        timeout: 90_000,
      })
      .toEqual([
        ...['split', 'back or forth', 'split', 'back or forth', 'back or forth'],
        ...['merge', 'reshape', 'carve', 'moveVertex'],
      ])
    const done = await storedIn(draft)
    const { workers: given, branches } = done[2]?.assign ?? {}
    expect(given?.map(({ fullTimeWorkers }) => String(fullTimeWorkers))).toEqual(proposed.toReversed())
    expect(branches?.map(({ grid: owner }) => String(owner))).not.toContain(stays)
    // the ends, the vertices between them, two corners, and the first again
    expect(done[7]?.ring?.length).toBe(west.length + 3)
    await close()
    expect(faults).toEqual([])
  })

  it('edits the attributes of a grid, and assigns a gap to a chosen neighbour', async () => {
    const { page, hand, draft, faults, close } = await openDesk(gappy)
    await page.keyboard.press('v')
    await hand.click(places.in(grid(gappy, 4), 0.5, 0.5))
    await page.getByLabel('住户', { exact: true }).fill('900')
    await page.getByRole('button', { name: '保存属性' }).click()
    await hand.steps(1)
    await row(page, '900 户，多于 500 户').waitFor()

    const hole = row(page, '空白')
    await hole.waitFor()
    await page.getByRole('button', { name: '提交', exact: true }).click()
    await page.getByText('还有 1 处错误').waitFor()
    await page.keyboard.press('Escape')
    await hole.getByRole('button', { name: '划给第9社区第3网格' }).click()
    await hand.steps(2)
    await hole.waitFor({ state: 'detached' })

    // the same by hand
    await page.keyboard.press('Control+z')
    await hand.steps(1)
    await hole.waitFor()
    await page.keyboard.press('g')
    await hand.click(places.in(gap, 0.5, 0.5), places.in(grid(gappy, 1), 0.5, 0.5))
    await hand.steps(2)
    await hole.waitFor({ state: 'detached' })
    await hand.saved()
    expect(
      (await storedIn(draft)).map((operation) => operation?.op ?? 'back'),
      'the server has taken each of them',
    ).toEqual(['describe', 'fillGap', 'back', 'fillGap'])
    await close()
    expect(faults).toEqual([])
  })

  it('opens offline with all steps, and sends new ones after reconnecting', async () => {
    const { context, hand, draft, page: first, close } = await openDesk(offline)
    const cut = (number: number, drawn = hand) =>
      drawn.draw(
        'c',
        places.in(grid(offline, number), 0.4, -0.15),
        places.in(grid(offline, number), 0.4, 1.15),
      )
    await cut(1)
    await hand.steps(1)
    await hand.saved()
    // by now the browser keeps what the desk needs
    await expect
      .poll(() => first.evaluate(async () => (await (await caches.open('answers')).keys()).length))
      .toBe(5)
    const address = first.url()
    await site.leave()
    try {
      await cut(2)
      await hand.steps(2)
      await first.locator('[data-saving=waiting]').waitFor()
      await first.close()

      // the browser is opened again, and there is still no server
      const page = await context.newPage()
      await page.goto(address)
      const again = createEditorPageObject(page)
      await again.ready()
      await again.steps(2)
      await cut(3, again)
      await again.steps(3)
      await page.locator('[data-saving=waiting]').waitFor()
      await page.goto(`${site.url}/${city}/editor`)
      await page.getByText('2 步待送出').waitFor()
      await page.getByRole('button', { name: /调整网格/ }).click()
      await again.steps(3)
      await site.comeBack()
      await again.saved()
      expect((await storedIn(draft)).map((operation) => operation?.op)).toEqual(['split', 'split', 'split'])
      // and with the server, pages come from the server
      site.asked.length = 0
      await page.reload()
      await again.steps(3)
      expect(site.asked).toContain(new URL(page.url()).pathname + new URL(page.url()).search)
    } finally {
      if (!site.isUp()) await site.comeBack()
      await close()
    }
  })

  it('shows a second official who is editing since when, and shows the first what has changed in the city', async () => {
    const { page, hand, draft, close } = await openDesk(shared)
    const second = await openPage(browser, `${site.url}/${city}/editor/${draft}`, {
      as: { role: 'planner', area: { city } },
    })
    const banner = second.page.locator('[data-notice=busy]')
    await banner.waitFor()
    await expect.poll(() => banner.textContent()).toMatch(/demo-street_official 正在此街道绘制.*始于\d{4}年/)
    await hand.draw('c', places.in(grid(shared, 2), 0.4, -0.07), places.in(grid(shared, 2), 0.4, 1.15))
    await hand.steps(1)
    await createEditorPageObject(second.page).steps(1)
    expect(await second.page.getByRole('button', { name: '拆分' }).isDisabled()).toBe(true)
    await second.close()
    await hand.saved()

    // somebody else's draft of the same grids is published; the lease does not outlive its page
    await page.goto('about:blank')
    const draw = createDraftClient(test, city)
    await site.database.query(`delete from city_${city}.draft_lease`)
    const other = await draw.begin(shared)
    const { state } = await draw.state(other)
    const idOf = (code: string) => [...state.facts].find(([, known]) => known.code === code)![0]
    await draw.add(
      other,
      [{ op: 'merge', grids: [idOf(grid(shared, 2)), idOf(grid(shared, 3))], keep: idOf(grid(shared, 3)) }],
      anOfficial(city, shared),
    )
    await draw.release(other, shared)
    await page.goto(`${site.url}/${city}/editor/${draft}`)
    const stale = page.locator('[data-notice=stale]')
    await stale.waitFor()
    expect(await stale.textContent()).toMatch(/第5社区第2网格已撤销/)
    await stale.getByText('叠加最新边界').click()
    // the cut was of a grid that is gone: it is left out only when that is asked for
    await stale.getByRole('button', { name: '移到最新地图上' }).click()
    await stale.getByText('有 1 步在最新地图上无法进行').waitFor()
    await stale.getByRole('button', { name: '略去这 1 步' }).click()
    await stale.waitFor({ state: 'detached' })
    await hand.steps(0)
    await close()
  })

  it('supports drawing by touch', async () => {
    const { page, hand, faults, close } = await openDesk(touched, {
      hasTouch: true,
      viewport: { width: 820, height: 1180 },
    })
    const tap = async (place: ReturnType<typeof places.in>) => {
      const { x, y } = hand.at(place)
      await page.touchscreen.tap(x, y)
    }
    await page.getByRole('button', { name: '拆分' }).tap()
    await tap(places.in(grid(touched, 2), 0.4, -0.15))
    await tap(places.in(grid(touched, 2), 0.4, 1.15))
    // both sides are counted without a pointer that hovers
    await expect.poll(hand.households).toHaveLength(2)
    await page.getByRole('button', { name: '完成' }).tap()
    await hand.steps(1)
    await hand.saved()
    await close()
    expect(faults).toEqual([])
  })
})
