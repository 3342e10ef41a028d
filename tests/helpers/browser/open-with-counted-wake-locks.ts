import type { Browser } from 'playwright-core'

/** Opens an empty page that counts requests for a wake lock, and in which `Math.random` always returns 0.01. */
export async function openWithCountedWakeLocks(browser: Browser) {
  const context = await browser.newContext({
    viewport: { width: 1920, height: 1080 },
    reducedMotion: 'reduce',
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
  })
  await context.addInitScript(() => {
    // the time of the nightly reload has a random part
    Math.random = () => 0.01
    const counter = Object.assign(window, { wakes: 0 })
    const request = navigator.wakeLock.request.bind(navigator.wakeLock)
    navigator.wakeLock.request = (kind) => {
      counter.wakes++
      return request(kind)
    }
  })
  const page = await context.newPage()
  page.setDefaultTimeout(45_000)
  return {
    page,
    context,
    countWakeLocks: () => page.evaluate(() => ('wakes' in window ? window.wakes : null)),
  }
}
