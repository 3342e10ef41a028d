import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Point } from '#shared/geometry/lattice.ts'
import { shapeBox } from '#shared/geometry/shape-box.ts'
import { aCity } from '../helpers/a-city.ts'
import { mapPoint } from '../helpers/browser/map-point.ts'
import { openBrowser } from '../helpers/browser/open-browser.ts'
import { type OpenPage, openPage } from '../helpers/browser/open-page.ts'
import { openSite, type Site } from '../helpers/browser/open-site.ts'

const city = '321000'
const street = '321001002'
const facts = aCity({ code: city })
const boxOf = (code: string) => shapeBox(facts.grids.find((grid) => grid.code === code)!.geometry)
/** A place in a grid by parts of its box: [0, 0] is its south-western corner. */
const placeIn = (code: string, across: number, up: number): Point => {
  const [west, south, east, north] = boxOf(code)
  return [Math.round(west + across * (east - west)), Math.round(south + up * (north - south))]
}
/** Two vertices of the border that two grids share, not its ends. */
const innerBorder = (one: string, other: string): [Point, Point] => {
  const points = (code: string) => facts.grids.find((grid) => grid.code === code)!.geometry.flat(2)
  const known = new Set(points(other).map(String))
  const shared = points(one).filter((point) => known.has(String(point))).sort((a, b) => a[1] - b[1])
  return [shared[1]!, shared.at(-2)!]
}
const [left, middle] = ['321001002001002', '321001002001003']

let site: Site
let browser: Browser
let opened: OpenPage
let page: Page

beforeAll(async () => {
  ;[site, browser] = await Promise.all([openSite({ cities: [facts] }), openBrowser()])
})

afterAll(async () => {
  await browser.close()
  await site.close()
})

beforeEach(async () => {
  opened = await openPage(browser, `${site.url}/${city}/editor?street=${street}`, { as: { role: 'street_official', area: { city, units: [street] } } })
  page = opened.page
  await page.getByRole('button', { name: '开始绘制' }).click()
  await ready()
})

afterEach(async () => {
  await opened.close()
  expect(opened.faults).toEqual([])
})

const ready = async () => {
  await page.locator('[data-desk=ready]').waitFor()
  await page.locator('[data-map-state=idle]').waitFor()
  await expect.poll(() => new URL(page.url()).searchParams.get('map')).not.toBeNull()
}
const at = (place: Point) => mapPoint(page, place)
const click = async (place: Point) => {
  const { x, y } = at(place)
  await page.mouse.click(x, y)
}
const steps = (count: number) => page.locator(`[data-desk][data-steps='${count}']`).waitFor()
const saved = () => page.locator('[data-saving=saved]').waitFor()
const households = async () => (await page.locator('[data-side] [data-figure=households]').allTextContents()).map((text) => Number(text.replaceAll(',', '')))
/** Across a grid from south to north, past both borders; the last click is a double one. */
const cut = async (code: string) => {
  await page.keyboard.press('c')
  await click(placeIn(code, 0.5, -0.15))
  const { x, y } = at(placeIn(code, 0.5, 1.15))
  await page.mouse.dblclick(x, y)
}

describe('the desk of a street official', () => {
  it('cuts a grid, counting both sides while the line is drawn; undoes, does again, merges, and hands in', async () => {
    await page.keyboard.press('c')
    await click(placeIn(left, 0.5, -0.15))
    const end = at(placeIn(left, 0.5, 1.15))
    await page.mouse.move(end.x, end.y)
    await expect.poll(households).toHaveLength(2)
    const sides = await households()
    // a third of the grid in the middle has 310 households, before and after
    expect(sides[0]! + sides[1]!).toBe(310)
    expect(Math.min(...sides)).toBeGreaterThan(120)
    await page.mouse.dblclick(end.x, end.y)
    await steps(1)

    await page.keyboard.press('Control+z')
    await steps(0)
    await page.keyboard.press('Control+Shift+z')
    await steps(1)

    await page.keyboard.press('m')
    await click(placeIn(left, 0.25, 0.5))
    await click(placeIn(left, 0.75, 0.5))
    await page.keyboard.press('Enter')
    await steps(2)
    await cut(middle)
    await steps(3)
    await saved()

    await page.getByRole('button', { name: '提交' }).click()
    await page.getByRole('textbox', { name: '说明' }).fill('拆分第3网格')
    await page.getByRole('button', { name: '提交区县审核' }).click()
    await page.locator('[data-notice=stage]').waitFor()
    const { rows } = await site.database.query<{ status: string; steps: number }>(`select status, steps from city_${city}.draft order by created_at desc limit 1`)
    expect(rows).toEqual([{ status: 'submitted', steps: 5 }])
    await page.getByRole('button', { name: '撤回继续修改' }).click()
    await page.getByRole('button', { name: '提交' }).waitFor()
  })

  it('says in words, at the place, why a line cannot be', async () => {
    await page.keyboard.press('c')
    await click(placeIn(left, 0.5, -0.15))
    await click(placeIn(left, 0.5, 0.5))
    await page.keyboard.press('Enter')
    const refusal = page.locator('[data-reason=line_dangles][role=alert]')
    await refusal.waitFor()
    expect(await refusal.textContent()).toContain('停在网格内')
    const [box, { x, y }] = [await refusal.boundingBox(), at(placeIn(left, 0.5, 0.5))]
    expect(Math.hypot(box!.x + box!.width / 2 - x, box!.y + box!.height - y)).toBeLessThan(60)
    // one point further, and it can be
    await click(placeIn(left, 0.5, 1.15))
    await page.keyboard.press('Enter')
    await steps(1)
  })

  it('loses nothing when the server is away and the page is closed: what was drawn is there again, and is sent', async () => {
    await cut(left)
    await steps(1)
    await saved()
    const address = page.url()
    await site.leave()
    try {
      await cut(middle)
      await steps(2)
      await page.locator('[data-saving=waiting]').waitFor()
      await page.close()
    } finally {
      await site.comeBack()
    }
    page = await opened.context.newPage()
    await page.goto(address)
    await ready()
    await steps(2)
    await saved()
    const { rows } = await site.database.query<{ steps: number }>(`select steps from city_${city}.draft order by created_at desc limit 1`)
    expect(rows).toEqual([{ steps: 2 }])
    opened.faults.length = 0
  })

  it('fills in what is known of a grid, reshapes a border, and lists what is against the rules', async () => {
    await page.keyboard.press('v')
    await click(placeIn(left, 0.5, 0.5))
    await page.getByLabel('住户').fill('900')
    await page.getByRole('button', { name: '保存属性' }).click()
    await steps(1)
    await page.locator('[data-problems]').getByText('900 户，多于 500 户').waitFor()

    // the border between the two grids swings to the east, and both follow
    const [from, to] = innerBorder(left, middle)
    await page.keyboard.press('r')
    await click(from)
    await click(placeIn(middle, 0.4, 0.5))
    await page.mouse.move(at(to).x, at(to).y)
    await expect.poll(households).toHaveLength(2)
    await page.mouse.dblclick(at(to).x, at(to).y)
    await steps(2)
    await saved()
  })
})
