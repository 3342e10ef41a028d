import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { Browser, Page, Request } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Point } from '#shared/geometry/lattice.ts'
import { getShapeBox } from '#shared/geometry/shapes/shape-box.ts'
import { distance } from '@turf/turf'
import { formatRoundLength } from '../../web/features/explore/measure/format-measure.ts'
import { commitChangeset } from '../../api/changesets/commit-changeset.ts'
import { aCity } from '../helpers/city/a-city.ts'
import { projectToScreen } from '../helpers/browser/project-to-screen.ts'
import { countColors } from '../helpers/browser/count-colors.ts'
import { findOverlaps, isInside, listCards } from '../helpers/browser/list-cards.ts'
import { measureScripts } from '../helpers/browser/measure-scripts.ts'
import { openBrowser } from '../helpers/browser/open-browser.ts'
import { type OpenPage, openPage, type PageOptions } from '../helpers/browser/open-page.ts'
import { openTestSite, type TestSite } from '../helpers/browser/open-test-site.ts'
import { readPixel } from '../helpers/browser/read-pixel.ts'

const city = '321000'
const facts = aCity({ code: city })
const placeOf = (code: string): Point => {
  const [west, south, east, north] = getShapeBox(facts.grids.find((grid) => grid.code === code)!.geometry)
  return [(west + east) / 2, (south + north) / 2]
}
const [firstGrid, otherGrid] = ['321001002001001', '321002002002003']
/** The southern half of the city. */
const south = 'map=14.00/33.01200/120.01200'

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
    expect(foreign(requests)).toEqual([])
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

/** Requests that leave this site. */
const foreign = (requests: readonly Request[]) =>
  requests
    .map((request) => request.url())
    .filter((url) => !url.startsWith(`${site.url}/`) && !/^(data|blob):/.test(url))

const panel = (page: Page) => page.locator('#panel')
const heading = (page: Page) => panel(page).getByRole('heading', { level: 1 })
const level = (page: Page, name: string) => page.locator('.detail label').filter({ hasText: name })
const layerSwitch = (page: Page, name: string) => page.locator('.legend label').filter({ hasText: name })
const parameter = (page: Page, name: string) => new URL(page.url()).searchParams.get(name)

describe('the map page', () => {
  it('navigates from district to grid and back, by pointer and by list', async () => {
    const { page, drawn } = await open(south)
    await drawn()
    await level(page, '网格').click()
    await drawn()
    const { x, y } = projectToScreen(page, placeOf(firstGrid))
    await page.mouse.click(x, y)
    await heading(page).filter({ hasText: '第3社区第1网格' }).waitFor()
    expect(parameter(page, 'at')).toBe(`grids/${firstGrid}`)

    await panel(page).getByRole('navigation').getByRole('button', { name: '第2街道' }).click()
    await heading(page).filter({ hasText: '第2街道' }).waitFor()
    await panel(page)
      .getByRole('button', { name: /第4社区/ })
      .click()
    await heading(page).filter({ hasText: '第4社区' }).waitFor()
    await page.keyboard.press('u')
    await heading(page).filter({ hasText: '第2街道' }).waitFor()
    await page.goBack()
    await heading(page).filter({ hasText: '第4社区' }).waitFor()
    await page.keyboard.press('Escape')
    await panel(page).getByText('区县').first().waitFor()
    expect(parameter(page, 'at')).toBeNull()
  })

  it('finds a feature by pinyin initials, using only the keyboard', async () => {
    const { page, drawn } = await open()
    await drawn()
    await page.keyboard.press('/')
    await page.keyboard.type('d1hb')
    await page.getByRole('option', { name: /第1红堡/ }).waitFor()
    await page.keyboard.press('Enter')
    await heading(page).filter({ hasText: '第1红堡' }).waitFor()
    expect(parameter(page, 'at')).toBe('centers/C-001')
  })

  it('hides a layer and shows it again', async () => {
    const { page, drawn } = await open(south)
    await drawn()
    const station = projectToScreen(page, facts.premises[0]!.geometry)
    const withStation = await readPixel(page, station)
    await layerSwitch(page, '党员服务站').click()
    await expect.poll(() => parameter(page, 'hide')).toBe('stations')
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
    await panel(page).getByRole('button', { name: /第2区/ }).click()
    await drawn()
    await expect.poll(() => parameter(page, 'map')).not.toBeNull()
    const address = page.url()
    const again = await openPage(browser, address)
    opened.push(again)
    await again.drawn()
    await heading(again.page).filter({ hasText: '第2区' }).waitFor()
    expect(again.page.url()).toBe(address)
    expect(await again.page.locator('html').getAttribute('data-theme')).toBe('night')
    expect(await again.page.getByRole('radio', { name: 'Communities' }).isChecked()).toBe(true)
    expect(await again.page.getByRole('switch', { name: /Parks/ }).isChecked()).toBe(false)
  })

  it('updates after a change in the database, and reloads only the changed tiles', async () => {
    site.asked.length = 0
    const { page, drawn } = await open(`map=15.50/33.04500/120.01200&detail=grid&at=grids/${otherGrid}`)
    await drawn()
    await panel(page).getByText('320').first().waitFor()
    const tilesBefore = tilesAsked().length
    const before = site.asked.length
    const [x, y] = placeOf(otherGrid)
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
    await panel(page).getByText('4,321').first().waitFor()
    await expect.poll(() => tilesAsked(before).length).toBeGreaterThan(0)
    await drawn()
    const asked = tilesAsked(before)
    expect(asked.length).toBeLessThan(tilesBefore / 2)
    expect(asked.filter((path) => !path.includes(`/tiles/${revision}/`))).toEqual([])
  })

  it('reports that the server is unavailable, stays usable, and reconnects by itself', async () => {
    const { page, drawn, faults } = await open(south)
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
    const { x, y } = projectToScreen(page, placeOf(firstGrid))
    // its tiles come back by themselves, some of them only when they are tried again
    await expect
      .poll(
        async () => {
          await page.mouse.click(x, y)
          return heading(page).allTextContents()
        },
        { timeout: 60_000, interval: 1000 },
      )
      .toContainEqual(expect.stringContaining('第3社区第1网格'))
    expect(faults.splice(0).filter((fault) => !CONNECTION_FAULT.test(fault))).toEqual([])
  })

  it('exports a picture with title, legend and scale, and a printable page', async () => {
    const { page, drawn, context } = await open(south, { deviceScaleFactor: 1 })
    await drawn()
    await page.keyboard.press('p')
    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: '下载 PNG' }).click()
    const file = await download
    expect(file.suggestedFilename()).toMatch(/^砖城.*\.png$/)
    const bytes = await readFile(await file.path())
    expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([1366, 768 + 98])
    expect(await countColors(context, bytes, [460, 160, 400, 500])).toBeGreaterThan(20)

    await page.keyboard.press('Escape')
    await page.evaluate(() =>
      window.addEventListener('beforeprint', () => {
        document.documentElement.dataset['printed'] = String(
          document.querySelector<HTMLCanvasElement>('.print-sheet canvas')?.width,
        )
      }),
    )
    await page.pdf({ landscape: true })
    expect(await page.locator('html').getAttribute('data-printed')).toBe('1366')
  })

  it('measures a line, an area and a circle with the pointer, and estimates the households inside', async () => {
    const { page, drawn } = await open(`${south}&detail=grid`)
    await drawn()
    const tool = page.locator('[data-measure]')
    const result = tool.locator('[data-measure-result]')
    const clickAt = async ([x, y]: Point) => {
      const at = projectToScreen(page, [x, y])
      await page.mouse.click(at.x, at.y)
    }
    // two grids in the east, where no panel covers the map
    const [measuredGrid, southernGrid] = ['321001002001004', '321001001001004']
    const [from, to] = [placeOf(measuredGrid), placeOf(southernGrid)]
    const { geometry, households } = facts.grids.find((grid) => grid.code === measuredGrid)!
    const metres = distance([from[0] / 1e7, from[1] / 1e7], [to[0] / 1e7, to[1] / 1e7], { units: 'meters' })

    await page.keyboard.press('m')
    await tool.waitFor()
    await clickAt(from)
    await clickAt(to)
    await expect.poll(() => result.innerText()).toBe(formatRoundLength(metres, 'zh'))
    // clicks measure and choose nothing
    expect(parameter(page, 'at')).toBeNull()
    await page.keyboard.press('Backspace')
    await page.locator('[data-measure-points="1"]').waitFor({ state: 'attached' })
    await page.keyboard.press('Escape')
    await page.locator('[data-measure-points="0"]').waitFor({ state: 'attached' })

    await tool.locator('label').filter({ hasText: '圆形' }).click()
    await clickAt(from)
    await tool.getByLabel('半径（米）').fill('50')
    await tool.getByRole('button', { name: '确定' }).click()
    await expect.poll(() => result.innerText()).toBe('50 米')
    await tool.getByText(`1 个网格内 ${households} 户`).waitFor()

    await tool.locator('label').filter({ hasText: '面积' }).click()
    const [west, southern, east, northern] = getShapeBox(geometry)
    await clickAt([west, southern])
    await clickAt([east, southern])
    await clickAt([east, northern])
    await clickAt([west, northern])
    await page.keyboard.press('Enter')
    await tool.getByText(`1 个网格内 ${households} 户`).waitFor()
    expect(await result.innerText()).toMatch(/公顷|平方米|平方公里/)

    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')
    await tool.waitFor({ state: 'detached' })
    await clickAt(placeOf(firstGrid))
    await heading(page).filter({ hasText: '第3社区第1网格' }).waitFor()
  })

  it('enters and leaves full screen', async () => {
    const { page, drawn } = await open()
    await drawn()
    await page.getByRole('button', { name: /全屏/ }).click()
    await expect.poll(() => page.evaluate(() => document.fullscreenElement !== null)).toBe(true)
    await page.getByRole('button', { name: /退出全屏/ }).click()
    await expect.poll(() => page.evaluate(() => document.fullscreenElement !== null)).toBe(false)
  })

  it('can be operated by keyboard: focus the map, pan it, and select the feature at its centre', async () => {
    const { page, drawn } = await open(`${south}&detail=grid`)
    await drawn()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    expect(await page.locator(':focus').textContent()).toBe('跳到地图')
    await page.keyboard.press('Enter')
    expect(await page.locator(':focus').evaluate((element) => element.tagName)).toBe('CANVAS')
    const before = parameter(page, 'map')
    await page.keyboard.press('ArrowRight')
    await expect.poll(() => parameter(page, 'map')).not.toBe(before)
    await page.keyboard.press('h')
    await drawn()
    await page.keyboard.press('Enter')
    await heading(page).filter({ hasText: /网格$/ }).waitFor()
  })

  it('reports missing WebGL support, and its lists keep working', async () => {
    const plain = await openBrowser({ webgl: false })
    try {
      const { page, faults } = await open('', { in: plain })
      await page.locator('[data-trouble=unsupported]').waitFor()
      await panel(page).getByRole('button', { name: /第1区/ }).click()
      await heading(page).filter({ hasText: '第1区' }).waitFor()
      await page.keyboard.press('/')
      await page.keyboard.type(firstGrid)
      await page.keyboard.press('Enter')
      await heading(page).filter({ hasText: '第3社区第1网格' }).waitFor()
      expect(faults).toEqual([])
    } finally {
      for (const { close } of opened.splice(0)) await close()
      await plain.close()
    }
  })

  it('supports touch on a tablet', async () => {
    const { page, drawn } = await open(`${south}&detail=grid`, {
      viewport: { width: 820, height: 1180 },
      hasTouch: true,
      isMobile: true,
      deviceScaleFactor: 1,
    })
    await drawn()
    const { x, y } = projectToScreen(page, placeOf(firstGrid))
    await page.touchscreen.tap(x, y)
    await heading(page).filter({ hasText: '第3社区第1网格' }).waitFor()
    const small = await page.locator('button:visible').evaluateAll((buttons) =>
      buttons.flatMap((button) => {
        const { width, height } = button.getBoundingClientRect()
        return Math.min(width, height) >= 24 ? [] : [`${button.textContent} ${width}×${height}`]
      }),
    )
    expect(small).toEqual([])
  })

  it('lays out every window size without overlaps or overflow', async () => {
    const { page, drawn } = await open(`at=grids/${firstGrid}`)
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

  it('loads at most 650 kB of compressed script, including MapLibre and its worker', async () => {
    const { drawn, requests } = await open()
    await drawn()
    const sizes = await measureScripts(requests)
    expect(sizes.length).toBeGreaterThan(3)
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(650_000)
  })
})

/** Returns the paths of the tile requests that the server received; the page does not see those of the map's worker. */
const tilesAsked = (since = 0) => site.asked.slice(since).filter((path) => path.includes('/tiles/'))
