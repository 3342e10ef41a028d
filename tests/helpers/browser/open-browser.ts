import type { Browser } from 'playwright-core'
import { inject } from 'vitest'
import { type LaunchOptions, launchChromium } from './launch-chromium.ts'

/** Opens the browser that the global setup has probed. `webgl` false: one that cannot draw maps. */
export const openBrowser = (options: LaunchOptions = {}): Promise<Browser> =>
  launchChromium(inject('browser'), options)
