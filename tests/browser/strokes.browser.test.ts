import type { Browser, CDPSession, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Point, toDegrees } from '#shared/geometry/lattice.ts'
import { aCity } from '../helpers/city/a-city.ts'
import { openBrowser } from '../helpers/browser/open-browser.ts'
import { openPage } from '../helpers/browser/open-page.ts'
import { openTestSite, type TestSite } from '../helpers/browser/open-test-site.ts'
import { createEditorPageObject, createGridLocator } from '../helpers/browser/pages/editor-page-object.ts'
import { createTestApp, type TestApp } from '../helpers/api/open-test-app.ts'
import { anOfficial, createDraftClient } from '../helpers/drafts/draft-client.ts'
import { readStoredOperations } from '../helpers/drafts/read-stored-operations.ts'

const city = '321000'
const [mouse, pen, fingers, keys] = ['321001001', '321001002', '321002001', '321002002']
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
const storedIn = (draft: string) => readStoredOperations(site.database, city, draft)

/** A hand that trembles by some pixels on the way from place to place. */
function way(editor: ReturnType<typeof createEditorPageObject>, ...through: Point[]) {
  const corners = through.map((place) => editor.at(place))
  return corners.slice(1).flatMap((to, i) => {
    const from = corners[i]!
    return Array.from({ length: 25 }, (_, step) => ({
      x: from.x + ((to.x - from.x) * (step + 1)) / 25 + 1.2 * Math.sin(step * 2),
      y: from.y + ((to.y - from.y) * (step + 1)) / 25 + 1.2 * Math.cos(step * 2),
    }))
  })
}
async function drag(
  page: Page,
  from: { x: number; y: number },
  through: readonly { x: number; y: number }[],
) {
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  for (const { x, y } of through) await page.mouse.move(x, y)
  await page.mouse.up()
}
const cameraOf = (page: Page) => new URL(page.url()).searchParams.get('map')

describe('strokes in the draft editor', () => {
  it('cut by one drag of the mouse, with both sides counted; Space and drag moves the map', async () => {
    const { page, editor, draft, faults, close } = await openEditor(mouse)
    const left = grid(mouse, 2)
    await page.keyboard.press('f')
    await page.keyboard.press('c')
    expect(await page.locator('[data-tolerance]').textContent()).toMatch(/贴线容差 [\d.,]+ m/)
    const before = cameraOf(page)
    const from = places.in(left, 0.45, -0.15)
    await drag(page, editor.at(from), way(editor, from, places.in(left, 0.5, 1.15)))
    await expect.poll(editor.households).toHaveLength(2)
    expect(cameraOf(page), 'the map has not moved').toBe(before)
    await page.keyboard.press('Enter')
    await editor.steps(1)

    await page.keyboard.down('Space')
    const middle = editor.at(places.in(grid(mouse, 3), 0.5, 0.5))
    await drag(page, middle, [{ x: middle.x + 90, y: middle.y + 40 }])
    await page.keyboard.up('Space')
    await expect.poll(() => cameraOf(page)).not.toBe(before)
    await editor.steps(1)

    // a stroke beside a border, some pixels away, is on the border and no second border beside it
    const [a, b] = [grid(mouse, 3), grid(mouse, 4)]
    await editor.drawn()
    const border = places.border(a, b)
    await page.keyboard.press('d')
    const beside = way(editor, border[0]!, border.at(-1)!).map(({ x, y }) => ({ x: x + 4, y }))
    await drag(page, { x: editor.at(border[0]!).x + 4, y: editor.at(border[0]!).y }, beside)
    await page.locator('[data-measures]').filter({ hasText: '全长' }).waitFor()
    await editor.saved()
    const [cut] = await storedIn(draft)
    expect(cut?.op).toBe('split')
    // a trembling hand leaves no trembling border
    expect(cut?.line?.length).toBeLessThan(25)
    await close()
    expect(faults).toEqual([])
  })

  it('are drawn by a pen without any switch; the palm beside it leaves nothing, a long press is the last point', async () => {
    const { page, context, editor, faults, close } = await openEditor(pen, { hasTouch: true })
    const client = await context.newCDPSession(page)
    const left = grid(pen, 2)
    await page.getByRole('button', { name: '拆分' }).click()
    const before = cameraOf(page)
    const from = places.in(left, 0.45, -0.15)
    const through = way(editor, from, places.in(left, 0.5, 1.15))
    await penEvent(client, 'mousePressed', editor.at(from))
    for (const [i, at] of through.entries()) {
      await penEvent(client, 'mouseMoved', at)
      // the palm comes down in the middle of the stroke
      if (i === 10) await touch(client, 'touchStart', [{ x: at.x + 120, y: at.y + 90 }])
      if (i === 14) await touch(client, 'touchEnd', [])
    }
    await penEvent(client, 'mouseReleased', through.at(-1)!)
    await expect.poll(editor.households).toHaveLength(2)
    await page.getByRole('button', { name: '完成' }).click()
    await editor.steps(1)
    expect(cameraOf(page)).toBe(before)

    // point by point, the last one held
    const [first, last] = [places.in(grid(pen, 3), 0.5, -0.15), places.in(grid(pen, 3), 0.5, 1.15)]
    await penEvent(client, 'mousePressed', editor.at(first))
    await penEvent(client, 'mouseReleased', editor.at(first))
    await expect.poll(() => page.getByRole('button', { name: '退一点' }).isVisible()).toBe(true)
    await penEvent(client, 'mousePressed', editor.at(last))
    await editor.steps(2)
    await penEvent(client, 'mouseReleased', editor.at(last))
    await close()
    expect(faults).toEqual([])
  })

  it('are drawn by one finger, and two fingers move the map instead', async () => {
    const { page, context, editor, faults, close } = await openEditor(fingers, {
      hasTouch: true,
      viewport: { width: 820, height: 1180 },
    })
    const client = await context.newCDPSession(page)
    const left = grid(fingers, 2)
    await page.getByRole('button', { name: '拆分' }).tap()
    await page.locator('[data-mode=freehand]').tap()
    const from = places.in(left, 0.45, -0.15)
    // a finger does not wait for the page between two movements: on a busy one that would be a long press
    await Promise.all([
      touch(client, 'touchStart', [editor.at(from)]),
      ...way(editor, from, places.in(left, 0.5, 1.15)).map((at) => touch(client, 'touchMove', [at])),
      touch(client, 'touchEnd', []),
    ])
    await expect.poll(editor.households).toHaveLength(2)
    // a tap right after so quick a stroke only ends its swing, as the browser sees it
    await page.getByRole('button', { name: '完成' }).click()
    await editor.steps(1)

    const before = cameraOf(page)
    const { x, y } = editor.at(places.in(grid(fingers, 3), 0.5, 0.5))
    const pair = (by: number) => [
      { x: x - 50, y: y + by },
      { x: x + 50, y: y + by },
    ]
    await touch(client, 'touchStart', pair(0).slice(0, 1))
    await touch(client, 'touchStart', pair(0))
    for (let by = 5; by <= 80; by += 5) await touch(client, 'touchMove', pair(by))
    await touch(client, 'touchEnd', [])
    await expect.poll(() => cameraOf(page)).not.toBe(before)
    expect(await page.getByRole('button', { name: '退一点' }).count(), 'nothing was drawn').toBe(0)
    await close()
    expect(faults).toEqual([])
  })

  it('are not needed: arrow keys and Space draw, and so do coordinates, a length and a bearing', async () => {
    const { page, editor, draft, faults, close } = await openEditor(keys)
    const left = grid(keys, 2)
    await page.keyboard.press('s')
    await page.keyboard.press('c')
    const cursor = page.locator('[data-cursor]')
    await page.keyboard.press('ArrowUp')
    const readCursor = async () => (await cursor.getAttribute('data-cursor'))!.split(',').map(Number)
    /** Presses arrows until the cursor is within a step of a coordinate. */
    const goTo = async (axis: 0 | 1, wanted: number) => {
      for (let presses = 0; presses < 120; presses++) {
        const at = (await readCursor())[axis]!
        const ahead = wanted > at ? ['ArrowRight', 'ArrowUp'][axis]! : ['ArrowLeft', 'ArrowDown'][axis]!
        await page.keyboard.press(ahead)
        const now = (await readCursor())[axis]!
        if (Math.abs(now - wanted) <= Math.abs(now - at)) return
      }
    }
    const [from, to] = [places.in(left, 0.5, -0.2), places.in(left, 0.5, 1.2)]
    await goTo(0, from[0])
    await goTo(1, from[1])
    await page.keyboard.press('Space')
    await goTo(1, to[1])
    await page.locator('[data-cursor-text]').filter({ hasText: '网格' }).waitFor({ state: 'attached' })
    await page.keyboard.press('Space')
    await page.keyboard.press('Enter')
    await editor.steps(1)

    // surveyed points, pasted from a sheet
    const third = grid(keys, 3)
    const rows = [places.in(third, 0.5, -0.2), places.in(third, 0.5, 1.2)]
      .map(([x, y], i) => `J${i + 1}\t${toDegrees(x)}\t${toDegrees(y)}`)
      .join('\n')
    await page.keyboard.press('i')
    const numeric = page.locator('[data-numeric]')
    await numeric.getByLabel('坐标').fill(`点号\t经度\t纬度\n${rows}`)
    await numeric.locator('[data-found]').filter({ hasText: '2 个点，按经纬度' }).waitFor()
    const add = numeric.getByRole('button', { name: '加入' })
    expect(await add.first().getAttribute('title')).toBe('先画或输入一个起点')
    await add.last().click()
    await page.getByRole('button', { name: '完成' }).click()
    await editor.steps(2)

    // a corner to begin with, then north by a length
    const fourth = places.in(grid(keys, 4), 0.5, -0.2)
    await numeric.getByLabel('坐标').fill(`${toDegrees(fourth[1])}, ${toDegrees(fourth[0])}`)
    await add.last().click()
    await numeric.getByLabel('距离').fill('3000')
    await numeric.getByLabel('方位角').fill('0')
    await add.first().click()
    await page.locator('[data-measures]').filter({ hasText: '本段 3,000 m，方位 0°' }).waitFor()
    await editor.saved()
    const stored = await storedIn(draft)
    expect(stored.map((operation) => operation?.op)).toEqual(['split', 'split'])
    expect(stored[1]?.line?.[0]).toEqual(places.in(third, 0.5, -0.2))
    await close()
    expect(faults).toEqual([])
  })
})

type At = { x: number; y: number }
function penEvent(client: CDPSession, type: 'mousePressed' | 'mouseMoved' | 'mouseReleased', { x, y }: At) {
  const button = type === 'mouseMoved' ? 'none' : 'left'
  return client.send('Input.dispatchMouseEvent', {
    type,
    x,
    y,
    button,
    buttons: type === 'mouseReleased' ? 0 : 1,
    clickCount: type === 'mouseMoved' ? 0 : 1,
    pointerType: 'pen',
  })
}
function touch(client: CDPSession, type: 'touchStart' | 'touchMove' | 'touchEnd', points: readonly At[]) {
  return client.send('Input.dispatchTouchEvent', {
    type,
    touchPoints: points.map(({ x, y }, id) => ({ x, y, id })),
  })
}
