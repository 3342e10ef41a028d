import type { Browser } from 'playwright-core'
import { findChromium } from './find-chromium.ts'
import { launchChromium } from './launch-chromium.ts'

/** What a probe of the browser found, handed to every browser test. */
export interface BrowserProbe {
  executable: string
  environment: Record<string, string>
  /** Device pixels per CSS pixel for tests that do not look at pixels: 0.5 where the browser lays pages out with it. */
  pixelRatio: number
  /** One line for the head of the run: which browser, and which pixel ratio. */
  summary: string
}

/** Longer than the slowest start seen on two busy cores (6 s); far shorter than one test's timeout. */
const START_TIMEOUT_MS = 30_000

/**
 * Starts the browser once and asks it what the tests rely on: that it lays out a page, and that it can draw with WebGL 2.
 * Half a device pixel per CSS pixel saves three quarters of the software rendering, but some builds report every element
 * as hidden then, so the ratio is tried before it is used.
 * Throws one sentence that names the program and what it could not do.
 */
export async function probeBrowser(): Promise<BrowserProbe> {
  const chromium = await findChromium()
  const name = chromium.carried ? 'the carried Chromium' : chromium.executable
  let browser: Browser
  try {
    browser = await launchChromium(chromium, { timeout: START_TIMEOUT_MS })
  } catch (error) {
    const reason = (error instanceof Error ? error.message : String(error)).split('\n')[0]
    throw new Error(
      `Browser tests cannot run: ${name} does not start (${reason}). Set CHROMIUM_PATH to another one.`,
    )
  }
  try {
    const version = browser.version()
    const preferred = process.env['BROWSER_SHOTS'] === undefined ? [0.5, 1] : [1]
    for (const pixelRatio of preferred) {
      if (!(await laysOutPage(browser, pixelRatio))) continue
      const summary = `${name} ${version}, ${pixelRatio} device pixels per CSS pixel`
      return { executable: chromium.executable, environment: chromium.environment, pixelRatio, summary }
    }
    throw new Error(
      `Browser tests cannot run: ${name} ${version} lays out no page or has no WebGL 2. Set CHROMIUM_PATH to another one.`,
    )
  } finally {
    await browser.close()
  }
}

async function laysOutPage(browser: Browser, deviceScaleFactor: number): Promise<boolean> {
  const page = await browser.newPage({ viewport: { width: 640, height: 480 }, deviceScaleFactor })
  page.setDefaultTimeout(5000)
  try {
    await page.setContent('<h1>layout</h1><button style="width:48px;height:32px">x</button><canvas></canvas>')
    const visible = await page.locator('h1').isVisible()
    const box = await page.locator('button').boundingBox()
    const draws = await page
      .locator('canvas')
      .evaluate((canvas: HTMLCanvasElement) => canvas.getContext('webgl2') !== null)
    return visible && box?.width === 48 && box.height === 32 && draws
  } catch {
    return false // a page that does not answer within the timeout is not laid out
  } finally {
    await page.close()
  }
}
