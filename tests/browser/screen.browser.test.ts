import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createDisplay, revokeDisplay } from '#shared/contract/access/credentials.ts'
import { aCity } from '../helpers/city/a-city.ts'
import { aScene, createScreenClient, type ScreenClient } from '../helpers/browser/pages/screen-client.ts'
import { openWithCountedWakeLocks } from '../helpers/browser/open-with-counted-wake-locks.ts'
import { openBrowser } from '../helpers/browser/open-browser.ts'
import { type OpenPage, openPage, type PageOptions } from '../helpers/browser/open-page.ts'
import { openTestSite, type TestSite } from '../helpers/browser/open-test-site.ts'
import { dragMap } from '../helpers/browser/pages/drag-map.ts'
import { findWallFaults, listOverflowing } from '../helpers/browser/pages/find-wall-faults.ts'

const city = '321000'
const NO_FAULTS = { overlapping: [], outside: [], cut: [] }
let site: TestSite
let browser: Browser
let client: ScreenClient
let opened: OpenPage[] = []

beforeAll(async () => {
  ;[site, browser] = await Promise.all([openTestSite({ cities: [aCity({ code: city })] }), openBrowser()])
  client = await createScreenClient(site.url, city)
  await client.save('crowded', {
    reloadAt: '04:30',
    scenes: [
      {
        ...aScene('many', '很多面板'),
        left: Array.from({ length: 100 }, (_, i) => `old-${i}`),
        right: Array.from({ length: 100 }, (_, i) => (i % 2 === 0 ? 'coverage' : 'gaps')),
      },
    ],
  })
  await client.save('rotating', {
    pauseSeconds: 60,
    scenes: [
      aScene('one', '第一幕'),
      aScene('two', '第二幕', ['no-such-panel', 'ranking'], 'no-such-metric'),
    ],
  })
})

afterEach(async () => {
  const pages = opened
  opened = []
  for (const { close } of pages) await close()
})

afterAll(async () => {
  await browser.close()
  await site.close()
})

async function open(path: string, options: PageOptions = {}): Promise<OpenPage> {
  const one = await openPage(browser, `${site.url}${path}`, {
    viewport: { width: 1920, height: 1080 },
    ...options,
  })
  opened.push(one)
  return one
}

describe('a wall display', () => {
  it.each(['zh', 'en'] as const)(
    'has no overlapping parts and no truncated text at any size (%s)',
    async (language) => {
      const { page } = await open(`/${city}/screen/lobby?lang=${language}`, { deviceScaleFactor: 1 })
      await page.locator('[data-panel=changes] [data-change]').first().waitFor()
      await page
        .getByRole('heading', { name: language === 'zh' ? '覆盖情况' : 'Coverage', exact: true })
        .waitFor()
      const canvas = page.locator('[data-wall-map] canvas')
      for (const [width, height] of [
        [1920, 1080],
        [5760, 1080],
        [3840, 2160],
      ] as const) {
        await page.setViewportSize({ width, height })
        await expect
          .poll(() => page.locator('.wall').evaluate((wall) => [wall.clientWidth, wall.clientHeight]))
          .toEqual([width, height])
        expect(await page.evaluate(findWallFaults), `${width} × ${height}`).toEqual(NO_FAULTS)
        // a pixel of the map is a pixel of the wall
        const middle = await page.locator('[data-wall-map]').evaluate((box) => box.clientWidth)
        await expect
          .poll(() =>
            canvas.evaluate((drawn) =>
              drawn instanceof HTMLCanvasElement ? [drawn.width, drawn.clientWidth] : [],
            ),
          )
          .toEqual([middle, middle])
      }
      // the view for phones
      for (const width of [360, 390]) {
        await page.setViewportSize({ width, height: 800 })
        await page.locator('.phone-view [data-panel=coverage] [data-figure]').first().waitFor()
        expect(await page.locator('.phone-view *').evaluateAll(listOverflowing), `${width} wide`).toEqual([])
      }
    },
  )

  it('rotates scenes, tolerates removed panels, pauses on input, and follows remote commands', async () => {
    const { page, faults } = await open(`/${city}/screen/rotating?speed=20`)
    const shown = () => page.locator('.wall').getAttribute('data-scene')
    await page.locator('[data-scene=two]').waitFor()
    // the black-screen key of a presenter stops the rotation
    await page.keyboard.press('b')
    if ((await shown()) === 'one') await page.keyboard.press('PageDown')
    await page.getByText('此面板已不存在').waitFor()
    await page.locator('[data-wall-legend]').getByText('no-such-metric').waitFor()
    await page.keyboard.press('PageUp')
    await page.locator('[data-scene=one]').waitFor()
    await client.sendMessage('rotating', '九点到一楼开会')
    await page.locator('[data-message]').getByText('九点到一楼开会').waitFor()
    await page.locator('[data-paused=false]').waitFor()
    expect(await shown()).toBe('one')
    await page.keyboard.press('b')
    // the rotation continues by itself some time after the key
    await page.locator('[data-scene=two][data-paused=false]').waitFor()
    expect(faults).toEqual([])
  })

  it('drills down from the city to a grid by keyboard and back, and opens the list behind a number', async () => {
    const { page } = await open(`/${city}/screen/lobby`)
    const heading = page.locator('[data-focus] h2')
    await page.locator('[data-figure=grids]').waitFor()
    await page.keyboard.press('Enter')
    for (const [child, name] of [
      ['321001', '第1区'],
      ['321001001', '第1街道'],
      ['321001001001', '第1社区'],
      ['321001001001001', '第1社区第1网格'],
    ] as const) {
      await page.locator(`[data-child="${child}"].marked`).waitFor()
      await page.keyboard.press('Enter')
      await heading.filter({ hasText: name }).waitFor()
    }
    await page.keyboard.press('Backspace')
    await heading.getByText('第1社区', { exact: true }).waitFor()
    // the list covers the focused unit: the whole city after Escape
    await page.keyboard.press('Escape')
    await page.locator('[data-figure=stations]').click()
    await page.locator('[data-behind]').getByText('第2党员服务站').click()
    await heading.filter({ hasText: '第2党员服务站' }).waitFor()
    await page.keyboard.press('Escape')
    await page.locator('[data-behind]').waitFor({ state: 'detached' })
  })

  it('redraws its map after the WebGL context is lost, and keeps its numbers', async () => {
    const { page, drawn } = await open(`/${city}/screen/lobby`)
    await drawn()
    const lost = await page
      .locator('[data-wall-map] canvas')
      .evaluateHandle((canvas) =>
        canvas instanceof HTMLCanvasElement
          ? (canvas.getContext('webgl2')?.getExtension('WEBGL_lose_context') ?? null)
          : null,
      )
    await lost.evaluate((extension) => extension?.loseContext())
    await page.locator('[data-map-state=lost]').waitFor()
    await page.locator('[data-figure=grids]').getByText('36').first().waitFor()
    await lost.evaluate((extension) => extension?.restoreContext())
    await drawn()
  })

  it('reports being offline, keeps the last numbers, and reconnects by itself', async () => {
    const { page } = await open(`/${city}/screen/lobby`)
    await page.locator('[data-line=up]').waitFor()
    await site.leave()
    await page.getByText('离线 · 显示最后数据').waitFor()
    await page.locator('[data-updated]').getByText('数据更新于').waitFor()
    await page.locator('[data-figure=grids]').getByText('36').first().waitFor()
    await site.comeBack()
    await page.locator('[data-line=up]').waitFor()
  })

  it('opens its link once, hides the token from the URL, and never shows a sign-in form, even after revocation', async () => {
    const { display, secret } = await client.ask(createDisplay, {
      body: { name: '大厅', city, screen: 'rotating' },
    })
    const { page } = await open(`/screen/rotating#${secret}`)
    await page.locator('[data-figure=grids]').waitFor()
    await expect.poll(() => page.url()).not.toContain(secret)
    await client.ask(revokeDisplay, { params: { display: display.id } })
    // in demo mode everybody may open every screen
    const other = await open(`/screen/lobby#${secret}`)
    await other.page.locator('.wall').waitFor()
    expect((await page.locator('input').count()) + (await other.page.locator('input').count())).toBe(0)
  })

  it('rotates through two hundred panels, and handles unusual sizes', async () => {
    const { page, faults } = await open(`/${city}/screen/crowded?speed=20`)
    await page.getByText('此面板已不存在').first().waitFor()
    expect(await page.evaluate(findWallFaults)).toEqual(NO_FAULTS)
    const first = await page.locator('[data-panel]').first().getAttribute('data-panel')
    await expect.poll(() => page.locator('[data-panel]').first().getAttribute('data-panel')).not.toBe(first)
    for (const size of ['99999x400', '400x8640', '330x240']) {
      await page.goto(`${site.url}/${city}/screen/crowded?size=${size}`)
      await page.locator('.wall [data-wall-part]').first().waitFor()
    }
    await page.goto(`${site.url}/999999/screen/crowded`)
    await page.locator('[data-gate=unknown], [data-gate=refused]').waitFor()
    expect(await page.locator('input').count()).toBe(0)
    expect(faults.filter((fault) => !fault.includes('404'))).toEqual([])
  })

  it('keeps the display awake after being hidden, handles clock changes, and reloads at night', async () => {
    const { page, context, countWakeLocks } = await openWithCountedWakeLocks(browser)
    await page.clock.install({ time: new Date('2026-03-01T04:28:50+08:00') })
    await page.goto(`${site.url}/${city}/screen/rotating`)
    await page.locator('[data-line=up]').waitFor()
    expect(await countWakeLocks()).toBe(1)
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
    expect(await countWakeLocks()).toBe(2)
    await page.clock.setSystemTime(new Date('2019-01-01T00:00:00+08:00'))
    await page.locator('[data-figure=grids]').getByText('36').first().waitFor()
    await page.locator('[data-panel]').first().waitFor()
    const loaded = page.waitForEvent('load')
    // two steps with a message in between: a connection without messages counts as lost, and then the page does not reload
    await page.clock.fastForward('00:40')
    await client.sendMessage('rotating', '值班提醒')
    await page.locator('[data-message]').getByText('值班提醒').waitFor()
    await page.clock.fastForward('00:35')
    await loaded
    await page.locator('[data-figure=grids]').waitFor()
    await context.close()
  })

  it('is set up by a link or QR code from the list of screens', async () => {
    const { page } = await open(`/${city}`, { as: { role: 'admin' } })
    await page.getByRole('link', { name: '大屏' }).click()
    const row = page.locator('[data-screen=rotating]')
    await row.getByRole('button', { name: '投屏地址' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('img', { name: '投屏地址二维码' }).waitFor()
    const address = new URL(await dialog.locator('code').innerText())
    const wall = await open(`${address.pathname}${address.hash}`)
    await wall.page.locator('[data-figure=grids]').waitFor()
    // the token disappears from the URL once it is exchanged
    await wall.page.waitForFunction(() => location.hash === '')
  })

  it('is edited by drag and drop with a live preview, undo and version restore, without losing unsaved edits', async () => {
    const { page } = await open(`/${city}/screens/composed`, { as: { role: 'admin' } })
    const wall = page.frameLocator('[data-preview]')
    const left = page.locator('[data-side=left]')
    await wall.locator('[data-panel=chain]').waitFor()
    await left.locator('[data-panel-card=standard]').getByRole('button', { name: /删除/ }).click()
    await wall.locator('[data-panel=standard]').waitFor({ state: 'detached' })
    await page.locator('ul [data-panel-card=projects]').dragTo(left)
    await wall.locator('[data-panel=projects]').waitFor()
    // from one side to the other, before an existing panel
    await left
      .locator('[data-panel-card=projects]')
      .dragTo(page.locator('[data-side=right] [data-panel-card=gaps]'))
    expect(
      await page
        .locator('[data-side=right] [data-panel-card]')
        .evaluateAll((cards) => cards.map((card) => card.getAttribute('data-panel-card'))),
    ).toEqual(['coverage', 'projects', 'gaps', 'changes'])
    await page.getByRole('button', { name: '撤销' }).click()
    await left.locator('[data-panel-card=projects]').waitFor()
    await page.getByRole('button', { name: '重做' }).click()
    await left.locator('[data-panel-card=projects]').waitFor({ state: 'detached' })
    await page.keyboard.press('Control+z')
    await left.locator('[data-panel-card=projects]').waitFor()

    // the view of the dragged map becomes the view of the scene
    await wall.locator('[data-map-state=idle]').waitFor()
    await dragMap(page.locator('[data-preview]'), 60)
    await wall.locator('[data-map-state=idle]').waitFor()
    await page.getByRole('button', { name: '用预览中的视野' }).click()
    await page.getByLabel('经度').waitFor()

    const leave = (accept: boolean) => {
      page.once('dialog', (dialog) => void (accept ? dialog.accept() : dialog.dismiss()))
      return page.getByRole('link', { name: '大屏' }).click()
    }
    await leave(false)
    const save = page.locator('[data-save]')
    await save.click()
    await page.getByText('已保存').waitFor()
    // a step before the saving can still be undone
    await page.getByRole('button', { name: '撤销' }).click()
    await page.getByLabel('经度').waitFor({ state: 'detached' })
    await page.getByRole('button', { name: '重做' }).click()
    await page.getByText('已保存').waitFor()
    await page.getByLabel('场景名称').fill('第二版')
    await wall.getByText('第二版').first().waitFor()
    await save.click()
    await page.getByRole('combobox', { name: '历史版本' }).selectOption('1')
    await wall.getByText('总览').first().waitFor()
    await leave(true)
    await page.waitForURL(`**/${city}/screens`)

    const shown = await open(`/${city}/screen/composed`, { as: { role: 'admin' } })
    await shown.page.locator('[data-panel=projects]').waitFor()
    await shown.page.getByText('第二版').first().waitFor()
  })
})
