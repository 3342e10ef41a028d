import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Point } from '#shared/geometry/lattice.ts'
import type { BuildingRecord, CityDataset } from '../../data/city-dataset.ts'
import { addBuildings } from '../helpers/city/add-buildings.ts'
import { aCity } from '../helpers/city/a-city.ts'
import { createEditorPageObject, createGridLocator } from '../helpers/browser/pages/editor-page-object.ts'
import { openBrowser } from '../helpers/browser/open-browser.ts'
import { openPage as openPageOf, type PageOptions } from '../helpers/browser/open-page.ts'
import { openTestSite, type TestSite } from '../helpers/browser/open-test-site.ts'
import { anOfficial } from '../helpers/drafts/draft-client.ts'

const city = '321000'
const [street, neighbour] = ['321001001', '321001002']
/** The upper row of the street, and the lower one of its neighbour. */
const own = (number: number) => `${street}00200${number}`
const beside = (number: number) => `${neighbour}00100${number}`
const bare = aCity({ code: city })
const places = createGridLocator(bare)
/** The line of the cut runs from south to north through the fourth grid; one building stands across it. */
const cutX = places.in(own(4), 0.4, 0)[0]
/** Lattice units that a pixel of the street's view may differ by. */
const PIXEL = 2000
const facts = standAcross(
  addBuildings(bare, { isFree: ([x]) => Math.abs(x - cutX) > PIXEL }),
  places.in(own(4), 0.4, 0.5),
)
/** Households west and east of the cut, without those of the building across it. */
const sides = [-1, 1].map((side) =>
  facts.buildings
    .filter(({ code }) => code.startsWith(`${own(4)}B`))
    .reduce((sum, { geometry, households }) => {
      const x = geometry.kind === 'point' ? geometry.point[0] : geometry.area[0]![0]![0]![0]
      return (x - cutX) * side > 0 ? sum + households : sum
    }, 0),
)
/** Four maps at once, drawn by the processor: patience on a machine that does other things as well. */
const PATIENCE_MS = 60_000
async function openPage(address: string, options: PageOptions) {
  const opened = await openPageOf(browser, address, options)
  opened.page.setDefaultTimeout(PATIENCE_MS)
  return opened
}
/** A building with 40 households across the cut, wider than two pixels. */
function standAcross(city: CityDataset, [x, y]: Point): CityDataset {
  const [first] = city.buildings
  const across: BuildingRecord = {
    ...first!,
    code: 'ACROSS',
    households: 40,
    residents: 0,
    members: 0,
    buildingGroups: 0,
    householdHubs: 0,
    geometry: {
      kind: 'area',
      area: [
        [
          [
            [x - 2 * PIXEL, y - 150],
            [x + 2 * PIXEL, y - 150],
            [x + 2 * PIXEL, y + 150],
            [x - 2 * PIXEL, y + 150],
          ],
        ],
      ],
    },
  }
  const grids = city.grids.map((grid) =>
    grid.code === own(4) ? { ...grid, households: grid.households + 40 } : grid,
  )
  return { ...city, grids, buildings: [...city.buildings, across] }
}
let site: TestSite
let browser: Browser

beforeAll(async () => {
  ;[site, browser] = await Promise.all([
    openTestSite({ cities: [facts], environment: { DEMO_MODE: 'off' } }),
    openBrowser(),
  ])
})
afterAll(async () => {
  await browser.close()
  await site.close()
})

describe('a border change from drawing to map', () => {
  it(
    'is drawn, agreed to by the neighbour, approved and published; another page updates by itself and the history lists it',
    async () => {
      const map = await openPage(`${site.url}/${city}?at=communities/${street}002`, {
        as: { role: 'leader', area: { city } },
      })
      await map.page.getByText('第2社区第4网格').first().waitFor()

      // one: draws, sees figures move, goes back and forth
      const { page, ...first } = await openPage(`${site.url}/${city}/editor?street=${street}`, {
        as: anOfficial(city, street),
      })
      await page.getByLabel('草案名称').fill('滨河边界调整')
      await page.getByRole('button', { name: '开始绘制' }).click()
      const hand = createEditorPageObject(page)
      await hand.ready()
      const [from, to] = [places.in(own(4), 0.4, -0.1), places.in(own(4), 0.4, 1.1)]
      await page.keyboard.press('c')
      await hand.click(from)
      await hand.move(places.in(own(4), 0.25, 1.1))
      await expect.poll(hand.households).toHaveLength(2)
      const before = await hand.households()
      await hand.move(to)
      await expect.poll(hand.households).not.toEqual(before)
      // by area some 40 % would be in the west; the buildings say otherwise, and which side has the one across is a pixel's matter
      await page.locator('[data-method=counted]').waitFor()
      const [west, east] = [sides[0]!, sides[1]!]
      expect([west, west + 40]).toContain(Math.max(...(await hand.households())))
      expect([east, east + 40]).toContain(Math.min(...(await hand.households())))
      await hand.doubleClick(to)
      await hand.steps(1)
      await page.keyboard.press('Control+z')
      await hand.steps(0)
      await page.keyboard.press('Control+Shift+z')
      await hand.steps(1)
      // the border runs through a house: it goes around
      await page.getByText('界线穿过一栋楼（40 户）').waitFor()
      await page
        .getByRole('button', { name: /^绕到楼外，归/ })
        .first()
        .click()
      await hand.steps(2)
      await page.getByText('界线穿过一栋楼（40 户）').waitFor({ state: 'detached' })
      // land at the border goes to the other street
      const border = places.border(own(2), beside(1))
      await hand.draw('r', border[1]!, places.in(own(2), 0.25, 0.7), border.at(-2)!)
      await hand.steps(3)
      await hand.saved()
      await page.getByRole('button', { name: '提交', exact: true }).click()
      await page.getByRole('textbox', { name: '说明' }).fill('河道改线')
      await page.getByRole('button', { name: '提交区县审核' }).click()
      await page.locator('[data-notice=stage]').waitFor()
      await first.close()

      // another: the neighbouring street agrees
      const second = await openPage(`${site.url}/${city}/editor`, { as: anOfficial(city, neighbour) })
      await second.page.getByRole('button', { name: /滨河边界调整/ }).click()
      await second.page.getByRole('button', { name: '同意接边' }).waitFor()

      // a third: compares, comments on a place, cannot approve before the neighbour has agreed, then does and publishes
      const { page: desk, ...third } = await openPage(second.page.url(), {
        as: { role: 'planner', area: { city } },
      })
      const rows = desk.locator('tbody tr')
      await rows.filter({ hasText: '发布时编号' }).waitFor()
      expect(await rows.filter({ hasText: '新增' }).count()).toBe(1)
      await desk.getByText('已证明').waitFor()
      await desk.getByRole('slider').fill('80')
      expect(
        await desk.locator('.layer.after').evaluate((layer) => getComputedStyle(layer).clipPath),
      ).toContain('80%')
      await desk.getByRole('button', { name: '在图上标注' }).click()
      await desk.locator('.layers').click({ position: { x: 120, y: 120 } })
      await desk.getByLabel('写下意见').fill('请与河道部门核对')
      await desk.getByRole('button', { name: '发表' }).click()
      await desk.getByText('请与河道部门核对').waitFor()
      await desk.locator('.pin').first().waitFor()
      await desk.getByLabel('审核说明').fill('同意')
      const approve = desk.getByRole('button', { name: '审核通过' })
      expect(await approve.isDisabled(), 'the neighbour has not agreed yet').toBe(true)
      await second.page.getByRole('button', { name: '同意接边' }).click()
      await second.page.getByText('已同意').waitFor()
      await second.close()
      // the page of the third hears of it by itself
      await expect.poll(() => approve.isDisabled()).toBe(false)
      await approve.click()
      await desk.getByLabel('发布说明').fill('发布')
      await desk.getByRole('button', { name: '发布到全市地图' }).click()
      await desk.getByText(/已于第 \d+ 版发布/).waitFor()

      // the page that was open all the time has the new grid, without anybody touching it
      await map.page.getByText('第2社区第4网格-2').first().waitFor()

      // who, when, why – and the way back
      await desk.getByRole('link', { name: '查看变动历史' }).click()
      const entry = desk.locator('[data-change]').first()
      await entry.getByText('发布', { exact: true }).waitFor()
      await desk.getByText('接边确认').first().waitFor()
      await desk.goto(`${site.url}/${city}/history/${own(4)}`)
      await desk.locator('[data-lineage] [data-grid]').nth(1).waitFor()
      await desk.getByRole('button', { name: '恢复到此前' }).click()
      await desk.getByRole('button', { name: '建立恢复草案' }).click()
      await desk.waitForURL('**/editor/**')
      await desk.getByRole('heading', { name: /^恢复.*的调整$/ }).waitFor()
      await third.close()
      await map.close()
      expect([first, second, third, map].flatMap(({ faults }) => faults)).toEqual([])
    },
    5 * PATIENCE_MS,
  )
})
