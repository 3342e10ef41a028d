import { readFile } from 'node:fs/promises'
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Point } from '#shared/geometry/lattice.ts'
import { getShapeBox } from '#shared/geometry/shapes/shape-box.ts'
import { distance } from '@turf/turf'
import { getFormatters } from '../../web/lib/formatters.ts'
import { aCity } from '../helpers/city/a-city.ts'
import { projectToScreen } from '../helpers/browser/project-to-screen.ts'
import { countColors } from '../helpers/browser/count-colors.ts'
import { measureScripts } from '../helpers/browser/pages/measure-scripts.ts'
import {
  findGridCentre,
  getPanelTitle,
  getUrlParameter,
  listForeignUrls,
  SOUTHERN_GRID,
  SOUTHERN_VIEW,
} from '../helpers/browser/pages/map-page.ts'
import { openBrowser } from '../helpers/browser/open-browser.ts'
import { type OpenPage, openPage, type PageOptions } from '../helpers/browser/open-page.ts'
import { openTestSite, type TestSite } from '../helpers/browser/open-test-site.ts'

const city = '321000'
const facts = aCity({ code: city })
const findCentre = (code: string) => findGridCentre(facts, code)

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

describe('the tools of the map page', () => {
  it('exports a picture with title, legend and scale, and a printable page', async () => {
    const { page, drawn, context } = await open(SOUTHERN_VIEW, { deviceScaleFactor: 1 })
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
    const { page, drawn } = await open(`${SOUTHERN_VIEW}&detail=grid`)
    await drawn()
    const tool = page.locator('[data-measure]')
    const result = tool.locator('[data-measure-result]')
    const clickAt = async ([x, y]: Point) => {
      const at = projectToScreen(page, [x, y])
      await page.mouse.click(at.x, at.y)
    }
    // two grids in the east, where no panel covers the map
    const [measuredGrid, southernGrid] = ['321001002001004', '321001001001004']
    const [from, to] = [findCentre(measuredGrid), findCentre(southernGrid)]
    const { geometry, households } = facts.grids.find((grid) => grid.code === measuredGrid)!
    const metres = distance([from[0] / 1e7, from[1] / 1e7], [to[0] / 1e7, to[1] / 1e7], { units: 'meters' })

    await page.keyboard.press('m')
    await tool.waitFor()
    await clickAt(from)
    await clickAt(to)
    await expect.poll(() => result.innerText()).toBe(getFormatters('zh').length(metres))
    // clicks measure and choose nothing
    expect(getUrlParameter(page, 'at')).toBeNull()
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
    await clickAt(findCentre(SOUTHERN_GRID))
    await getPanelTitle(page).filter({ hasText: '第3社区第1网格' }).waitFor()
  })

  it('enters and leaves full screen', async () => {
    const { page, drawn } = await open()
    await drawn()
    await page.getByRole('button', { name: /全屏/ }).click()
    await expect.poll(() => page.evaluate(() => document.fullscreenElement !== null)).toBe(true)
    await page.getByRole('button', { name: /退出全屏/ }).click()
    await expect.poll(() => page.evaluate(() => document.fullscreenElement !== null)).toBe(false)
  })

  it('loads at most 650 kB of compressed script, including MapLibre and its worker', async () => {
    const { drawn, requests } = await open()
    await drawn()
    const sizes = await measureScripts(requests)
    expect(sizes.length).toBeGreaterThan(3)
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(650_000)
  })
})
