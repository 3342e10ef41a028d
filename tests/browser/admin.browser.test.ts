import { randomUUID } from 'node:crypto'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDisplay } from '#shared/contract/access/credentials.ts'
import { createAdmin } from '../../api/accounts/create-admin.ts'
import { aCity } from '../helpers/city/a-city.ts'
import { anAccount, generateTotpCode, validPassword } from '../helpers/api/an-account.ts'
import { createEditorPageObject, createGridLocator } from '../helpers/browser/pages/editor-page-object.ts'
import { countCachedResponses, listStoredDrafts } from '../helpers/browser/pages/read-browser-storage.ts'
import { openBrowser } from '../helpers/browser/open-browser.ts'
import { openPage, type OpenPage } from '../helpers/browser/open-page.ts'
import { openTestSite, type TestSite } from '../helpers/browser/open-test-site.ts'

/** People under their own accounts, from the first administrator to the auditor who reads what they did. */
const city = '321000'
const own = 'Reed-harbour-52'
let site: TestSite
let browser: Browser
let open: OpenPage
let page: Page

beforeAll(async () => {
  ;[site, browser] = await Promise.all([
    openTestSite({ cities: [aCity({ code: city })], environment: { DEMO_MODE: 'off' } }),
    openBrowser(),
  ])
  open = await openPage(browser, site.url, { viewport: { width: 1024, height: 640 } })
  page = open.page
})
afterAll(async () => {
  await browser.close()
  await site.close()
})

const enter = async (name: string, password: string) => {
  await page.getByLabel('用户名', { exact: true }).fill(name)
  await page.getByLabel('密码', { exact: true }).fill(password)
  await page.keyboard.press('Enter')
}
const choosePassword = async (password: string) => {
  await page.getByLabel('新密码', { exact: true }).fill(password)
  await page.getByLabel('再次输入新密码').fill(password)
  await page.keyboard.press('Enter')
}
/** Signs out by menu and keyboard. */
const leave = async () => {
  await page.getByRole('button', { name: /^当前身份/ }).press('Enter')
  await page.getByRole('menuitem', { name: '退出' }).click()
  await page.getByLabel('用户名', { exact: true }).waitFor()
}
const heading = (name: string) => page.getByRole('heading', { name, level: 1 })

describe('sign-in and administration with accounts', () => {
  it('explains that there are no accounts yet, and how to create the first one', async () => {
    await page.getByText('npm run admin').waitFor()
    expect(await page.getByRole('button', { name: '登录' }).isDisabled()).toBe(true)
  })

  it('reveals a password on request, accepts a pasted one, and labels its fields for password managers', async () => {
    const [name, password] = [
      page.getByLabel('用户名', { exact: true }),
      page.getByLabel('密码', { exact: true }),
    ]
    await name.fill('Pasted-one-99')
    await name.press('Control+a')
    await name.press('Control+c')
    await password.press('Control+v')
    expect(await password.inputValue()).toBe('Pasted-one-99')
    expect(await password.getAttribute('type')).toBe('password')
    await page.getByRole('button', { name: '显示密码' }).click()
    expect(await password.getAttribute('type')).toBe('text')
    await page.getByRole('button', { name: '隐藏密码' }).click()
    expect(await password.getAttribute('type')).toBe('password')
    expect([await name.getAttribute('autocomplete'), await password.getAttribute('autocomplete')]).toEqual([
      'username',
      'current-password',
    ])
  })

  it('lets the first administrator in only after choosing a new password', async () => {
    const { initialPassword } = await createAdmin(site.database, {
      name: 'chief',
      displayName: '陈主任',
      city: '*',
      actor: 'command:test',
    })
    await enter('chief', `${initialPassword}x`)
    await page.getByRole('alert').getByText('登录失败').waitFor()
    await enter('chief', initialPassword)
    await page.getByRole('heading', { name: '设置新密码' }).waitFor()
    await page.getByLabel('新密码', { exact: true }).fill('Reed')
    await page.locator('[data-strength=weak]').waitFor()
    await choosePassword('chief-Reed-52')
    expect(await page.getByRole('button', { name: '修改密码' }).isDisabled(), 'the name is in it').toBe(true)
    await choosePassword(own)
    await page.locator('.gate').waitFor({ state: 'detached' })
  })

  let planner = ''
  it('creates an account whose password is shown once', async () => {
    await page.goto(`${site.url}/admin/accounts`)
    await page.getByRole('button', { name: '新建账号' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('用户名').fill('wang')
    await dialog.getByLabel('姓名').fill('王芳')
    await dialog.getByLabel('管辖范围').selectOption(city)
    await dialog.getByRole('button', { name: '创建' }).click()
    planner = await page.locator('[data-secret]').innerText()
    await page.getByRole('button', { name: '已记下' }).click()
    await page.locator('[data-account=wang]').getByText('尚未修改初始密码').waitFor()
  })

  it('revokes a key only after confirmation', async () => {
    await page.goto(`${site.url}/admin/keys`)
    await page.getByRole('button', { name: '新建密钥' }).click()
    await page.getByRole('dialog').getByLabel('名称').fill('数据平台')
    await page.getByRole('button', { name: '创建密钥' }).click()
    await page.getByRole('button', { name: '已记下' }).click()
    const row = page.getByRole('row').filter({ hasText: '数据平台' })
    const ask = () => row.getByRole('button', { name: '撤销' }).click()
    await ask()
    await page.getByRole('dialog').getByRole('button', { name: '取消' }).click()
    await row.getByText('有效', { exact: true }).waitFor()
    await ask()
    await page.getByRole('dialog').getByRole('button', { name: '撤销' }).click()
    await row.getByText('已撤销').waitFor()
    await leave()
  })

  it('shows a planner the map and the own security settings with an optional second factor, but no administration', async () => {
    await enter('wang', planner)
    await choosePassword(own)
    await page.locator('.gate').waitFor({ state: 'detached' })
    await page.goto(`${site.url}/admin/accounts`)
    await page.locator('[data-gate=notYours]').waitFor()
    await page.goto(`${site.url}/me`)
    await page.getByRole('button', { name: '绑定身份验证器' }).click()
    const secret = (await page.locator('[data-secret]').innerText()).replaceAll(' ', '')
    await page.getByLabel('六位验证码').fill(generateTotpCode(secret, Date.now()))
    await page.keyboard.press('Enter')
    await page.getByText('已启用').waitFor()
    await leave()
    await enter('wang', own)
    await page.getByRole('heading', { name: '输入动态验证码' }).waitFor()
    await page.getByLabel('六位验证码').fill('000000')
    await page.keyboard.press('Enter')
    await page.getByRole('alert').getByText('登录失败').waitFor()
    await page.getByRole('button', { name: '重新登录' }).click()
    await page.getByLabel('用户名', { exact: true }).waitFor()
  })

  it.each([
    { role: 'leader' as const, area: { city }, opens: '/' },
    { role: 'street_official' as const, area: { city, units: ['321001001'] }, opens: `/${city}/editor` },
  ])('signs in a $role straight at $opens', async ({ role, area, opens }) => {
    await anAccount(site, { name: `a-${role.slice(0, 6)}`, role, area })
    await enter(`a-${role.slice(0, 6)}`, validPassword)
    await page.locator('.gate').waitFor({ state: 'detached' })
    await expect.poll(() => new URL(page.url()).pathname).toBe(opens)
    await leave()
  })

  it('takes an auditor to the complete audit log with a valid chain', async () => {
    await anAccount(site, { name: 'judge', role: 'auditor' })
    await enter('judge', validPassword)
    await heading('审计日志').waitFor()
    expect(new URL(page.url()).pathname).toBe('/audit')
    await page.getByLabel('操作者').fill('wang')
    await page.locator('[data-action="account.second_factor"]').waitFor()
    await page.getByRole('button', { name: '立即校验' }).click()
    await page.locator('[data-sound=true]').waitFor()
    const download = page.waitForEvent('download')
    await page.getByRole('link', { name: '导出 CSV' }).click()
    expect((await download).suggestedFilename()).toMatch(/^audit-.*\.csv$/)
  })

  it('causes no violation of the content security policy', () => {
    expect(open.faults.filter((fault) => /Content Security Policy|Refused to|violates/i.test(fault))).toEqual(
      [],
    )
  })
})

describe('a browser shared by several people', () => {
  const street = '321001001'
  const places = createGridLocator(aCity({ code: city }))

  it('keeps no city data after sign-out, except unsent steps that only their author can open', async () => {
    for (const name of ['first', 'second'])
      await anAccount(site, { name, role: 'street_official', area: { city, units: [street] } })
    const {
      page: desk,
      context,
      close,
    } = await openPage(browser, `${site.url}/me`, { viewport: { width: 1280, height: 800 } })
    const become = (name: string) =>
      context.request.post(`${site.url}/api/session`, { data: { name, password: validPassword } })
    const hand = createEditorPageObject(desk)
    const cut = (number: number) =>
      hand.draw(
        'c',
        places.in(`${street}00100${number}`, 0.4, -0.15),
        places.in(`${street}00100${number}`, 0.4, 1.15),
      )
    const leaveDesk = async () => {
      await desk.goto(`${site.url}/me`)
      await desk.getByRole('button', { name: /^当前身份/ }).press('Enter')
      await desk.getByRole('menuitem', { name: '退出' }).click()
      await desk.getByLabel('用户名', { exact: true }).waitFor()
    }
    const kept = () => listStoredDrafts(desk)
    const answers = () => countCachedResponses(desk)

    await become('first')
    const id = randomUUID()
    await context.request.post(`${site.url}/api/cities/${city}/units/${street}/drafts`, {
      data: { id, name: '河道改线' },
    })
    await desk.goto(`${site.url}/${city}/editor/${id}`)
    await hand.ready()
    await cut(1)
    await hand.steps(1)
    await hand.saved()
    await expect.poll(answers).toBeGreaterThan(0)
    await desk.route('**/steps', (route) => route.abort())
    await cut(2)
    await hand.steps(2)
    await desk.locator('[data-saving=waiting]').waitFor()
    await leaveDesk()
    await expect.poll(kept).toEqual([`first ${id}`])
    await expect.poll(answers).toBe(0)

    await become('second')
    await desk.goto(`${site.url}/${city}/editor/${id}`)
    await hand.ready()
    await hand.steps(1)
    await leaveDesk()
    await expect.poll(kept).toEqual([`first ${id}`])

    await desk.unroute('**/steps')
    await become('first')
    await desk.goto(`${site.url}/${city}/editor/${id}`)
    await hand.ready()
    await hand.steps(2)
    await hand.saved()
    await leaveDesk()
    await expect.poll(kept).toEqual([])
    await close()
  })
})

describe('a wall display with a token', () => {
  it('is bound to the first browser, reads no other screen, and shows a neutral page without a form when it is revoked', async () => {
    await anAccount(site, { name: 'keeper', role: 'admin' })
    const signed = await post('/api/session', { name: 'keeper', password: validPassword })
    const cookie = signed.headers
      .getSetCookie()
      .map((each) => each.split(';')[0])
      .join('; ')
    const { display, secret } = createDisplay.answer.parse(
      await (await post('/api/displays', { name: '大厅', city, screen: 'lobby' }, cookie)).json(),
    )
    const opened: OpenPage[] = []
    const wallAt = async (path: string) => {
      const one = await openPage(browser, site.url + path, { viewport: { width: 1280, height: 720 } })
      opened.push(one)
      return one.page
    }
    const wall = await wallAt(`/claim#${secret}`)
    await wall.locator('[data-figure=grids]').waitFor()
    expect(wall.url()).toBe(`${site.url}/screen/lobby`)
    // what was taken away from the wall, what nobody ever made, and no token at all
    for (const path of [`/screen/lobby#${secret}`, '/screen/lobby#no-such-token', '/screen/lobby']) {
      const other = await wallAt(path)
      await other.locator('[data-gate=refused]').waitFor()
      expect(await other.locator('input, .wall').count(), path).toBe(0)
    }
    await wall.goto(`${site.url}/screen/other`)
    await wall.locator('[data-gate=refused]').waitFor()
    await wall.goto(`${site.url}/screen/lobby`)
    await wall.locator('[data-line=up]').waitFor()
    await fetch(`${site.url}/api/displays/${display.id}`, { method: 'DELETE', headers: { cookie } })
    await wall.locator('[data-gate=refused]').waitFor()
    expect(await wall.locator('input, .wall').count()).toBe(0)
    for (const { close } of opened) await close()
  })

  const post = (path: string, body: object, cookie = '') =>
    fetch(site.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie },
      body: JSON.stringify(body),
    })
})
