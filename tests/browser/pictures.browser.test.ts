import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import pixelmatch from 'pixelmatch'
import { PNG } from 'pngjs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Role } from '#shared/contract/permissions.ts'
import { packageRoot } from '../../api/runtime/package-root.ts'
import { buildBlankFont } from '../helpers/browser/build-blank-font.ts'
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
import { shrinkPicture } from '../helpers/browser/shrink-picture.ts'
import { aCity } from '../helpers/city/a-city.ts'

/**
 * Compares the colour blocks of pages with stored pictures. Fonts and their rasterisation differ from machine to machine,
 * so that a font without outlines replaces them, and each block is the mean of 16 × 16 pixels.
 * UPDATE_PICTURES=1 in the environment stores the pictures instead.
 */
const folder = path.join(packageRoot, 'tests/fixtures/pictures')
const update = process.env['UPDATE_PICTURES'] === '1'
const BLOCK = 16
/** Share of blocks that may differ: labels of the map depend on the fonts of the machine. */
const TOLERATED_SHARE = 0.01
/** Perceived colour difference of two blocks, 0 to 1, see pixelmatch. */
const COLOUR_THRESHOLD = 0.05

/** Pages whose look does not depend on the date of the run. */
const NAMES = [
  'sign-in',
  'map',
  'map with a grid',
  'planner',
  'unit report',
  'draft editor',
  'review',
  'transfer',
  'scene editor',
  'wall display',
  'accounts',
  'security settings',
]

let site: TestSite
let browser: Browser
let drafts: PageDrafts
const font = [...buildBlankFont()]
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
      deviceScaleFactor: 1,
      colorScheme: 'light',
      ...(role === null ? {} : { as: { role, area: { city: '*' } } }),
    })
    await opened.page.addInitScript(drawNoText)
    pages.set(role, opened)
  }
  return opened.page
}

/** Canvases draw text with fonts of the machine: without any text their pictures are the same everywhere. */
function drawNoText(): void {
  CanvasRenderingContext2D.prototype.fillText = () => undefined
  CanvasRenderingContext2D.prototype.strokeText = () => undefined
}

describe('the page', () => {
  it.each(NAMES)('%s looks as in its picture', async (name) => {
    const sitePage = SITE_PAGES.find((each) => each.name === name)
    if (sitePage === undefined) throw new Error(`there is no page ${name}`)
    const page = await pageAs(sitePage.role)
    await page.goto(site.url + sitePage.path(drafts))
    await page.evaluate(replaceFonts, font)
    await waitForPage(page, sitePage)
    // a preview inside the page has a document of its own
    for (const frame of page.frames()) await frame.evaluate(replaceFonts, font)
    const picture = shrinkPicture(PNG.sync.read(await page.screenshot({ animations: 'disabled' })), BLOCK)
    const file = path.join(folder, `${name.replaceAll(' ', '-')}.png`)
    if (update) {
      writeFileSync(file, PNG.sync.write(picture))
      return
    }
    expect(existsSync(file), `${file} exists`).toBe(true)
    const stored = PNG.sync.read(readFileSync(file))
    const { width, height } = stored
    expect([picture.width, picture.height]).toEqual([width, height])
    const difference = new PNG({ width, height })
    const differing = pixelmatch(stored.data, picture.data, difference.data, width, height, {
      threshold: COLOUR_THRESHOLD,
      includeAA: true,
    })
    const share = differing / (width * height)
    const shots = process.env['BROWSER_SHOTS']
    if (shots !== undefined) {
      const prefix = path.join(shots, path.basename(file, '.png'))
      writeFileSync(`${prefix}.blocks.png`, PNG.sync.write(picture))
      writeFileSync(`${prefix}.difference.png`, PNG.sync.write(difference))
    }
    expect(share, 'share of blocks that differ').toBeLessThanOrEqual(TOLERATED_SHARE)
  })
})

/** Runs in the page. A style element would be against its content security policy, a constructed style sheet is not. */
async function replaceFonts(bytes: number[]): Promise<void> {
  const face = new FontFace('blank', Uint8Array.from(bytes))
  document.fonts.add(await face.load())
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(
    '*, *::before, *::after { font-family: blank !important; caret-color: transparent !important }',
  )
  document.adoptedStyleSheets.push(sheet)
}
