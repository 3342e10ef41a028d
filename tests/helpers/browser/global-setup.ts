import type { TestProject } from 'vitest/node'
import { buildWeb } from './build-web.ts'
import { type BrowserProbe, probeBrowser } from './probe-browser.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The probed browser. */
    browser: BrowserProbe
    /** Folder of the built web app. */
    webFolder: string
  }
}

/** Probes the browser and builds the web app, once for all browser tests of a run. */
export default async function setup(project: TestProject): Promise<void> {
  const browser = await probeBrowser()
  process.stdout.write(`Browser tests use ${browser.summary}\n`)
  project.provide('browser', browser)
  project.provide('webFolder', await buildWeb())
}
