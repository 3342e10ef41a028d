import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'

/** Does something that downloads a file, and returns the file. */
export async function saveFile(page: Page, act: () => Promise<void>) {
  const [download] = await Promise.all([page.waitForEvent('download'), act()])
  const path = await download.path()
  return { name: download.suggestedFilename(), path, bytes: await readFile(path) }
}

/** Does something that downloads a CSV file, and returns its lines without the byte order mark. */
export async function saveCsv(page: Page, act: () => Promise<void>): Promise<string[]> {
  const { bytes } = await saveFile(page, act)
  return bytes.toString('utf8').replace('\uFEFF', '').split('\r\n')
}
