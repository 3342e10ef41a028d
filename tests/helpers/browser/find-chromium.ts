import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { packageRoot } from '../../../api/runtime/package-root.ts'

/** A browser program and the environment variables it needs. */
export interface Chromium {
  executable: string
  environment: Record<string, string>
  /** True for the build inside the development dependency, false for one that is installed on the machine. */
  carried: boolean
}

const NAMES = [
  // draws the same without the windows of a whole browser, for half of the processor time
  'chromium-headless-shell',
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'chrome',
  'microsoft-edge-stable',
  'chrome.exe',
]
const PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ...['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((name) => {
    const folder = process.env[name]
    return folder === undefined ? [] : [path.join(folder, 'Google/Chrome/Application/chrome.exe')]
  }),
]

/**
 * Returns the Chromium or Chrome of this machine, or the carried one where none is installed.
 * CHROMIUM_PATH names a program, or forces the carried one with the value `carried`.
 * Throws if CHROMIUM_PATH names something that is not executable.
 */
export async function findChromium(): Promise<Chromium> {
  const named = process.env['CHROMIUM_PATH']
  if (named === 'carried') return unpackCarried()
  if (named !== undefined) {
    if (!isExecutable(named)) throw new Error(`CHROMIUM_PATH is ${named}, which is not a program`)
    return { executable: named, environment: {}, carried: false }
  }
  const folders = (process.env['PATH'] ?? '').split(path.delimiter).filter((folder) => folder !== '')
  const candidates = [...folders.flatMap((folder) => NAMES.map((name) => path.join(folder, name))), ...PLACES]
  const executable = candidates.find(isExecutable)
  return executable === undefined ? unpackCarried() : { executable, environment: {}, carried: false }
}

/**
 * Unpacks the carried browser once per version into node_modules/.cache. The package itself always unpacks into the
 * temporary folder and takes whatever program lies there already, even one of another version.
 */
async function unpackCarried(): Promise<Chromium> {
  const { version } = JSON.parse(
    readFileSync(path.join(packageRoot, 'node_modules/@sparticuz/chromium/package.json'), 'utf8'),
  ) as { version: string }
  const folder = path.join(packageRoot, 'node_modules/.cache/test-chromium', version)
  if (!existsSync(folder)) {
    const unfinished = `${folder}.${process.pid}`
    mkdirSync(unfinished, { recursive: true })
    await unpackInto(unfinished)
    // another process may have unpacked the same version meanwhile
    if (existsSync(folder)) rmSync(unfinished, { recursive: true })
    else renameSync(unfinished, folder)
  }
  const libraries = [path.join(folder, 'al2023/lib'), process.env['LD_LIBRARY_PATH']]
  return {
    executable: path.join(folder, 'chromium'),
    environment: {
      LD_LIBRARY_PATH: libraries.filter((each) => each !== undefined && each !== '').join(':'),
      ...(hasFonts() ? {} : { FONTCONFIG_FILE: writeFontConfiguration(folder) }),
    },
    carried: true,
  }
}

const FONT_FOLDERS = ['/usr/share/fonts', '/usr/local/share/fonts']

/** Whether fonts are installed: without one the browser lays out no text at all. */
function hasFonts(): boolean {
  return FONT_FOLDERS.some((folder) => existsSync(folder) && readdirSync(folder).length > 0)
}

/** Makes the font that comes with the carried browser known, and returns the file that does so. */
function writeFontConfiguration(folder: string): string {
  const file = path.join(folder, 'fonts-of-tests.conf')
  const cache = path.join(folder, 'fonts-cache')
  const lines = [
    '<?xml version="1.0"?>',
    '<!DOCTYPE fontconfig SYSTEM "fonts.dtd">',
    `<fontconfig><dir>${path.join(folder, 'fonts')}</dir><cachedir>${cache}</cachedir></fontconfig>`,
  ]
  writeFileSync(file, lines.join('\n'))
  return file
}

async function unpackInto(folder: string): Promise<void> {
  const { TMPDIR } = process.env
  process.env['TMPDIR'] = folder
  // only with this does the package unpack the system libraries that a bare machine lacks
  process.env['AWS_LAMBDA_JS_RUNTIME'] ??= 'nodejs22.x'
  try {
    const { default: chromium } = await import('@sparticuz/chromium')
    await chromium.executablePath()
  } finally {
    if (TMPDIR === undefined) delete process.env['TMPDIR']
    else process.env['TMPDIR'] = TMPDIR
  }
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false // absent or not a program: the next candidate is tried
  }
}
