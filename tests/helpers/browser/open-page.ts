import path from 'node:path'
import type { Browser, BrowserContext, BrowserContextOptions, Page, Request } from 'playwright-core'
import { expect, inject } from 'vitest'
import type { PermissionArea, Role } from '#shared/contract/permissions.ts'
import { signInBrowserContext } from './sign-in-browser-context.ts'

export interface OpenPage {
  page: Page
  context: BrowserContext
  /** What the page has written to the console as an error, and what it has thrown. */
  faults: string[]
  /** Every request so far. */
  requests: Request[]
  /** Waits until the map has drawn everything. */
  drawn(): Promise<void>
  /** With BROWSER_SHOTS=folder in the environment, a picture of the page as it is now is kept there. */
  close(): Promise<void>
}

export interface PageOptions extends BrowserContextOptions {
  /** Who comes, instead of a first visitor: under an account, or in a demo role where the site has those. */
  as?: { role: Role; area?: PermissionArea }
  /** Runs in the page before anything else. */
  before?: () => void
}

/**
 * Opens a page in a browser context of its own. Animations are off. The pixel ratio is the smallest that the probe found
 * usable, because the processor draws every pixel; tests that look at pixels pass `deviceScaleFactor: 1`.
 */
export async function openPage(
  browser: Browser,
  address: string,
  { before, as, ...options }: PageOptions = {},
): Promise<OpenPage> {
  const context = await browser.newContext({
    viewport: { width: 1366, height: 768 },
    deviceScaleFactor: inject('browser').pixelRatio,
    reducedMotion: 'reduce',
    locale: 'zh-CN',
    ...options,
  })
  if (before !== undefined) await context.addInitScript(before)
  if (as !== undefined) await signInBrowserContext(context, address, as)
  const page = await context.newPage()
  // a map drawn by the processor, on a machine that does other things as well
  page.setDefaultTimeout(90_000)
  const faults: string[] = []
  const requests: Request[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(`${message.text()} ${message.location().url}`)
  })
  page.on('pageerror', (error) => faults.push(error.stack ?? error.message))
  page.on('request', (request) => requests.push(request))
  await page.goto(address)
  return {
    page,
    context,
    faults,
    requests,
    drawn: () => page.locator('[data-map-state=idle]').waitFor(),
    async close() {
      const shots = process.env['BROWSER_SHOTS']
      if (shots !== undefined && !page.isClosed())
        await page.screenshot({
          path: path.join(
            shots,
            `${(expect.getState().currentTestName ?? 'page').replaceAll(/\W+/g, '-').slice(0, 80)}.png`,
          ),
        })
      await context.close()
    },
  }
}
