import { randomUUID } from 'node:crypto'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { commitChangeset } from '../../api/changesets/commit-changeset.ts'
import { aCity } from '../helpers/city/a-city.ts'
import { projectToScreen } from '../helpers/browser/project-to-screen.ts'
import { findOverlaps, isInside, listCards } from '../helpers/browser/pages/list-cards.ts'
import {
  findGridCentre,
  getPanelTitle,
  getPanel,
  getUrlParameter,
  listForeignUrls,
  SOUTHERN_GRID,
  SOUTHERN_VIEW,
} from '../helpers/browser/pages/map-page.ts'
import { openBrowser } from '../helpers/browser/open-browser.ts'
import { type OpenPage, openPage, type PageOptions } from '../helpers/browser/open-page.ts'
import { openTestSite, type TestSite } from '../helpers/browser/open-test-site.ts'
import { readPixel } from '../helpers/browser/read-pixel.ts'

const city = '321000'
const facts = aCity({ code: city })
const findCentre = (code: string) => findGridCentre(facts, code)
const otherGrid = '321002002002003'

/** Messages of the browser about requests that reached no server. */
const CONNECTION_FAULT =
  /ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET|Failed to fetch/

let site: TestSite
let browser: Browser
let opened: OpenPage[] = []

beforeAll(async () => {
  ;[site, browser] = await Promise.all([openTestSite({ cities: [facts] }), openBrowser()])
})

afterEach(async () => {
  const pages = opened
  opened = []
  for (const { close } of pages) await close()
  for (const { faults, requests } of pages) {
    expect(faults).toEqual([])
    expect(listForeignUrls(requests, site.url)).toEqual([])
  }
})

afterAll(async () => {
  await browser.close()
  await site.close()
})

async function open(query = '', options: PageOptions & { in?: Browser } = {}): Promise<OpenPage> {
  const one = await openPage(options.in ?? browser, `${site.url}/${city}?${query}`, options)
  opened.push(one)
  return one
}

const level = (page: Page, name: string) => page.locator('.detail label').filter({ hasText: name })
const layerSwitch = (page: Page, name: string) => page.locator('.legend label').filter({ hasText: name })

describe('the map page', () => {
  it('navigates from district to grid and back, by pointer and by list', async () => {
    const { page, drawn } = await open(SOUTHERN_VIEW)
    await drawn()
    await level(page, '网格').click()
    await drawn()
    const { x, y } = projectToScreen(page, findCentre(SOUTHERN_GRID))
    await page.mouse.click(x, y)
    await getPanelTitle(page).filter({ hasText: '第3社区第1网格' }).waitFor()
    expect(getUrlParameter(page, 'at')).toBe(`grids/${SOUTHERN_GRID}`)

    await getPanel(page).getByRole('navigation').getByRole('button', { name: '第2街道' }).click()
    await getPanelTitle(page).filter({ hasText: '第2街道' }).waitFor()
    await getPanel(page)
      .getByRole('button', { name: /第4社区/ })
      .click()
    await getPanelTitle(page).filter({ hasText: '第4社区' }).waitFor()
    await page.keyboard.press('u')
    await getPanelTitle(page).filter({ hasText: '第2街道' }).waitFor()
    await page.goBack()
    await getPanelTitle(page).filter({ hasText: '第4社区' }).waitFor()
    await page.keyboard.press('Escape')
    await getPanel(page).getByText('区县').first().waitFor()
    expect(getUrlParameter(page, 'at')).toBeNull()
  })

  it('finds a feature by pinyin initials, using only the keyboard', async () => {
    const { page, drawn } = await open()
    await drawn()
    await page.keyboard.press('/')
    await page.keyboard.type('d1hb')
    await page.getByRole('option', { name: /第1红堡/ }).waitFor()
    await page.keyboard.press('Enter')
    await getPanelTitle(page).filter({ hasText: '第1红堡' }).waitFor()
    expect(getUrlParameter(page, 'at')).toBe('centers/C-001')
  })

  it('hides a layer and shows it again', async () => {
    const { page, drawn } = await open(SOUTHERN_VIEW)
    await drawn()
    const station = projectToScreen(page, facts.premises[0]!.geometry)
    const withStation = await readPixel(page, station)
    await layerSwitch(page, '党员服务站').click()
    await expect.poll(() => getUrlParameter(page, 'hide')).toBe('stations')
    await drawn()
    expect(await readPixel(page, station)).not.toEqual(withStation)
    await layerSwitch(page, '党员服务站').click()
    await drawn()
    expect(await readPixel(page, station)).toEqual(withStation)
  })

  it('stores view, level, layers, selection, theme and language in the URL and restores them', async () => {
    const { page, drawn } = await open()
    await level(page, '社区').click()
    await layerSwitch(page, '园区').click()
    await page.getByRole('button', { name: '外观' }).click()
    await page.getByRole('menuitemradio', { name: '夜间' }).click()
    await page.getByRole('button', { name: '语言' }).click()
    await page.getByRole('menuitemradio', { name: 'English' }).click()
    await page.getByRole('button', { name: 'Zoom in' }).click()
    await getPanel(page).getByRole('button', { name: /第2区/ }).click()
    await drawn()
    await expect.poll(() => getUrlParameter(page, 'map')).not.toBeNull()
    const address = page.url()
    const again = await openPage(browser, address)
    opened.push(again)
    await again.drawn()
    await getPanelTitle(again.page).filter({ hasText: '第2区' }).waitFor()
    expect(again.page.url()).toBe(address)
    expect(await again.page.locator('html').getAttribute('data-theme')).toBe('night')
    expect(await again.page.getByRole('radio', { name: 'Communities' }).isChecked()).toBe(true)
    expect(await again.page.getByRole('switch', { name: /Parks/ }).isChecked()).toBe(false)
  })

  it('shows the feature of a link that says no view of the map', async () => {
    const { page, drawn } = await open(`at=grids/${otherGrid}`)
    await drawn()
    await expect.poll(() => getUrlParameter(page, 'map')).not.toBeNull()
    expect(Number(getUrlParameter(page, 'map')!.split('/')[0])).toBeGreaterThan(13)
    const { x, y } = projectToScreen(page, findCentre(otherGrid))
    const { width, height } = page.viewportSize()!
    expect([x > 0, x < width, y > 0, y < height]).toEqual([true, true, true, true])
  })

  it('updates after a change in the database, and reloads only the changed tiles', async () => {
    site.asked.length = 0
    const { page, drawn } = await open(`map=15.50/33.04500/120.01200&detail=grid&at=grids/${otherGrid}`)
    await drawn()
    await getPanel(page).getByText('320').first().waitFor()
    const tilesBefore = tilesAsked().length
    const before = site.asked.length
    const [x, y] = findCentre(otherGrid)
    const { revision } = await commitChangeset(
      site.database,
      { city, actor: 'test', note: 'more households', requestId: randomUUID(), kind: 'test' },
      async (tx) => {
        await tx.query('update grid set households = 4321, version = version + 1 where code = $1', [
          otherGrid,
        ])
        return { answer: null, box: [x - 9, y - 9, x + 9, y + 9], layers: ['grids'] }
      },
    )
    await getPanel(page).getByText('4,321').first().waitFor()
    await expect.poll(() => tilesAsked(before).length).toBeGreaterThan(0)
    await drawn()
    const asked = tilesAsked(before)
    expect(asked.length).toBeLessThan(tilesBefore / 2)
    expect(asked.filter((path) => !path.includes(`/tiles/${revision}/`))).toEqual([])
  })

  it('reports that the server is unavailable, stays usable, and reconnects by itself', async () => {
    const { page, drawn, faults } = await open(SOUTHERN_VIEW)
    await drawn()
    await site.leave()
    try {
      await page.locator('[data-line=down]').waitFor()
      await level(page, '街道').click()
    } finally {
      await site.comeBack()
    }
    await page.locator('[data-line=back]').waitFor()
    await level(page, '网格').click()
    const { x, y } = projectToScreen(page, findCentre(SOUTHERN_GRID))
    // its tiles come back by themselves, some of them only when they are tried again
    await expect
      .poll(
        async () => {
          await page.mouse.click(x, y)
          return getPanelTitle(page).allTextContents()
        },
        { timeout: 60_000, interval: 1000 },
      )
      .toContainEqual(expect.stringContaining('第3社区第1网格'))
    expect(faults.splice(0).filter((fault) => !CONNECTION_FAULT.test(fault))).toEqual([])
  })

  it('can be operated by keyboard: focus the map, pan it, and select the feature at its centre', async () => {
    const { page, drawn } = await open(`${SOUTHERN_VIEW}&detail=grid`)
    await drawn()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    expect(await page.locator(':focus').textContent()).toBe('跳到地图')
    await page.keyboard.press('Enter')
    expect(await page.locator(':focus').evaluate((element) => element.tagName)).toBe('CANVAS')
    const before = getUrlParameter(page, 'map')
    await page.keyboard.press('ArrowRight')
    await expect.poll(() => getUrlParameter(page, 'map')).not.toBe(before)
    await page.keyboard.press('h')
    await drawn()
    await page.keyboard.press('Enter')
    await getPanelTitle(page).filter({ hasText: /网格$/ }).waitFor()
  })

  it('reports missing WebGL support, and its lists keep working', async () => {
    const plain = await openBrowser({ webgl: false })
    try {
      const { page, faults } = await open('', { in: plain })
      await page.locator('[data-trouble=unsupported]').waitFor()
      await getPanel(page).getByRole('button', { name: /第1区/ }).click()
      await getPanelTitle(page).filter({ hasText: '第1区' }).waitFor()
      await page.keyboard.press('/')
      await page.keyboard.type(SOUTHERN_GRID)
      await page.keyboard.press('Enter')
      await getPanelTitle(page).filter({ hasText: '第3社区第1网格' }).waitFor()
      expect(faults).toEqual([])
    } finally {
      for (const { close } of opened.splice(0)) await close()
      await plain.close()
    }
  })

  it('supports touch on a tablet', async () => {
    const { page, drawn } = await open(`${SOUTHERN_VIEW}&detail=grid`, {
      viewport: { width: 820, height: 1180 },
      hasTouch: true,
      isMobile: true,
      deviceScaleFactor: 1,
    })
    await drawn()
    const { x, y } = projectToScreen(page, findCentre(SOUTHERN_GRID))
    await page.touchscreen.tap(x, y)
    await getPanelTitle(page).filter({ hasText: '第3社区第1网格' }).waitFor()
    const small = await page.locator('button:visible').evaluateAll((buttons) =>
      buttons.flatMap((button) => {
        const { width, height } = button.getBoundingClientRect()
        return Math.min(width, height) >= 24 ? [] : [`${button.textContent} ${width}×${height}`]
      }),
    )
    expect(small).toEqual([])
  })

  it('lays out every window size without overlaps or overflow', async () => {
    const { page, drawn } = await open(`at=grids/${SOUTHERN_GRID}`)
    await drawn()
    for (const [width, height] of [
      [1366, 768],
      [1920, 1080],
      [1024, 768],
      [820, 1180],
    ] as const) {
      await page.setViewportSize({ width, height })
      await expect
        .poll(() => page.locator('.explore').evaluate((element) => element.classList.contains('narrow')))
        .toBe(width < 900)
      const cards = await listCards(page)
      expect(cards.length).toBeGreaterThanOrEqual(7)
      const outside = cards.filter(({ box }) => !isInside(box, { width, height }))
      expect(outside, `${width} × ${height}`).toEqual([])
      const overlapping = findOverlaps(cards)
      // the bar at the top of a narrow page holds its buttons
      expect(
        overlapping.filter((pair) => width >= 900 || !(pair.includes('top ') && pair.includes('actions'))),
        `${width} × ${height}`,
      ).toEqual([])
    }
  })
})

/** Returns the paths of the tile requests that the server received; the page does not see those of the map's worker. */
const tilesAsked = (since = 0) => site.asked.slice(since).filter((path) => path.includes('/tiles/'))
