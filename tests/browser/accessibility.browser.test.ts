import axe, { type AxeResults } from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Role } from '#shared/contract/permissions.ts'
import { openBrowser } from '../helpers/browser/open-browser.ts'
import { type OpenPage, openPage } from '../helpers/browser/open-page.ts'
import { openTestSite, type TestSite } from '../helpers/browser/open-test-site.ts'
import {
  createPageDrafts,
  type PageDrafts,
  PAGES_CITY,
  SITE_PAGES,
  waitForPage,
} from '../helpers/browser/pages/site-pages.ts'
import { aCity } from '../helpers/city/a-city.ts'

let site: TestSite
let browser: Browser
let drafts: PageDrafts
/** One open page for each role, and one for a visitor who is not signed in. */
const pages = new Map<Role | null, OpenPage>()

beforeAll(async () => {
  ;[site, browser] = await Promise.all([
    openTestSite({ cities: [aCity({ code: PAGES_CITY })], environment: { DEMO_MODE: 'off' } }),
    openBrowser(),
  ])
  drafts = await createPageDrafts(site)
})
afterAll(async () => {
  await browser.close()
  await site.close()
})

async function pageAs(role: Role | null): Promise<Page> {
  let opened = pages.get(role)
  if (opened === undefined) {
    opened = await openPage(browser, `${site.url}/claim`, {
      colorScheme: 'light',
      ...(role === null ? {} : { as: { role, area: { city: '*' } } }),
    })
    pages.set(role, opened)
  }
  return opened.page
}

describe('axe finds no serious or critical problem in', () => {
  it.each(SITE_PAGES.map((each) => [each.name, each] as const))('%s', async (_, sitePage) => {
    const page = await pageAs(sitePage.role)
    await page.emulateMedia({ colorScheme: 'light' })
    await page.goto(site.url + sitePage.path(drafts))
    for (const theme of sitePage.themed === false ? (['wall'] as const) : (['day', 'night'] as const)) {
      if (theme === 'night') await page.emulateMedia({ colorScheme: 'dark' })
      await page.locator(`html[data-theme=${theme}]`).waitFor()
      await waitForPage(page, sitePage)
      expect.soft(await findProblems(page), theme).toEqual([])
    }
  })
})

/** The rule and the element of each serious or critical violation, and what axe says about it. */
async function findProblems(page: Page): Promise<string[]> {
  // the page's content security policy forbids script elements, but not the scripts of a debugger
  await page.evaluate(axe.source)
  const { violations } = await page.evaluate<AxeResults>('axe.run({ resultTypes: ["violations"] })')
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, any, all, none }) => {
        const message = [...any, ...all, ...none].map((check) => check.message).join('; ')
        return `${id}: ${target.join(' ')} – ${message}`
      }),
    )
}
