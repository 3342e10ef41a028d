import { accessSync, constants } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

export interface Chromium {
  executable: string
  environment: Record<string, string>
}

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome', 'microsoft-edge-stable', 'chrome.exe']
const PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ...['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((name) => {
    const folder = process.env[name]
    return folder === undefined ? [] : [path.join(folder, 'Google/Chrome/Application/chrome.exe')]
  }),
]

/** The Chromium or Chrome of this machine; where there is none, the one that a development dependency carries in itself. */
export async function findChromium(): Promise<Chromium> {
  const named = process.env['CHROMIUM_PATH']
  const folders = (process.env['PATH'] ?? '').split(path.delimiter).filter((folder) => folder !== '')
  const candidates = named === undefined ? [...folders.flatMap((folder) => NAMES.map((name) => path.join(folder, name))), ...PLACES] : named === 'carried' ? [] : [named]
  const executable = candidates.find(isExecutable)
  if (executable !== undefined) return { executable, environment: {} }
  if (named !== undefined && named !== 'carried') throw new Error(`CHROMIUM_PATH is ${named}, which is not a program`)
  return carried()
}

async function carried(): Promise<Chromium> {
  // only with this does it unpack the system libraries that a bare machine lacks
  process.env['AWS_LAMBDA_JS_RUNTIME'] ??= 'nodejs22.x'
  const { default: chromium } = await import('@sparticuz/chromium')
  const executable = await chromium.executablePath()
  const libraries = [path.join(tmpdir(), 'al2023/lib'), process.env['LD_LIBRARY_PATH']].filter((each) => each !== undefined && each !== '')
  return { executable, environment: { LD_LIBRARY_PATH: libraries.join(':') } }
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
