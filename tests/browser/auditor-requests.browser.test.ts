import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { aCity } from '../helpers/city/a-city.ts'
import { anAccount, validPassword } from '../helpers/api/an-account.ts'
import { openBrowser } from '../helpers/browser/open-browser.ts'
import { openPage } from '../helpers/browser/open-page.ts'
import { openTestSite, type TestSite } from '../helpers/browser/open-test-site.ts'

/** Two administrators reset the password of an auditor together, who is told of it. */
let site: TestSite
let browser: Browser
let page: Page

beforeAll(async () => {
  ;[site, browser] = await Promise.all([
    openTestSite({ cities: [aCity({ code: '321000' })], environment: { DEMO_MODE: 'off' } }),
    openBrowser(),
  ])
  page = (await openPage(browser, site.url, { viewport: { width: 1024, height: 640 } })).page
  await anAccount(site, { name: 'chief', role: 'admin' })
  await anAccount(site, { name: 'deputy', role: 'admin' })
  await anAccount(site, { name: 'judge', role: 'auditor' })
})
afterAll(async () => {
  await browser.close()
  await site.close()
})

const enter = async (name: string, password = validPassword, path = '/admin/accounts') => {
  await page.goto(`${site.url}${path}`)
  await page.getByLabel('用户名', { exact: true }).fill(name)
  await page.getByLabel('密码', { exact: true }).fill(password)
  await page.keyboard.press('Enter')
}
const leave = async () => {
  await page.getByRole('button', { name: /^当前身份/ }).press('Enter')
  await page.getByRole('menuitem', { name: '退出' }).click()
  await page.getByLabel('用户名', { exact: true }).waitFor()
}

it('one administrator asks, another one confirms and is shown the password, and the auditor sees both', async () => {
  await enter('chief')
  await page.locator('[data-account=judge]').getByRole('button').click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: '申请重置密码' }).click()
  await dialog.getByText('等待另一名管理员').waitFor()
  await dialog.getByRole('button', { name: '取消' }).click()
  const asked = page.locator('[data-request=judge]')
  await asked.getByRole('button', { name: '撤回' }).waitFor()
  expect(await asked.getByRole('button', { name: '确认' }).count(), 'nobody confirms alone').toBe(0)
  await leave()

  await enter('deputy')
  await asked.getByRole('button', { name: '确认' }).click()
  await dialog.getByRole('button', { name: '确认' }).click()
  const password = await page.locator('[data-secret]').innerText()
  await page.getByRole('button', { name: '已记下' }).click()
  await asked.waitFor({ state: 'detached' })
  await leave()

  await enter('judge', password, '/audit')
  await page.getByLabel('新密码', { exact: true }).fill('Reed-harbour-52')
  await page.getByLabel('再次输入新密码').fill('Reed-harbour-52')
  await page.keyboard.press('Enter')
  const told = page.locator('[data-part=auditors]')
  await told.locator('[data-action="account.request_reset_password"]').waitFor()
  await told.locator('[data-action="account.reset_password"]').waitFor()
})
