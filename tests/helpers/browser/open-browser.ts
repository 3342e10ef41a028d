import { type Browser, chromium } from 'playwright-core'
import { findChromium } from './find-chromium.ts'

/** Drawn by the processor, which every machine has; nothing is fetched by the browser for itself. */
const FLAGS = [
  '--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
  // other hosts do not exist, not even for a worker: whoever asked for one would fail
  '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1',
  '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--disable-lcd-text', '--font-render-hinting=none',
]

/** A browser without a window. `webgl` false: one that cannot draw maps. */
export async function openBrowser({ webgl = true } = {}): Promise<Browser> {
  const { executable, environment } = await findChromium()
  return chromium.launch({
    executablePath: executable,
    args: webgl ? FLAGS : [...FLAGS.filter((flag) => !flag.includes('swiftshader')), '--disable-3d-apis'],
    env: { ...definedOnly(process.env), ...environment },
  })
}

const definedOnly = (environment: NodeJS.ProcessEnv): Record<string, string> =>
  Object.fromEntries(Object.entries(environment).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])))
