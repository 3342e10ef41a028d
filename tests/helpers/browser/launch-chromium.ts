import { type Browser, chromium } from 'playwright-core'

/** Software rendering, which every machine has; the browser fetches nothing for itself. */
const FLAGS = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // other hosts do not exist, not even for a worker: a request to one fails
  '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  // only maps need WebGL; pages drawn through it as well take a fifth more processor time
  '--disable-gpu-compositing',
  '--disable-lcd-text',
  '--font-render-hinting=none',
]

export interface LaunchOptions {
  /** False: a browser that cannot draw maps. */
  webgl?: boolean
  /** Milliseconds until a start that does not finish is an error. */
  timeout?: number
}

/** Starts a program without a window. Rejects with playwright's error if it does not start. */
export function launchChromium(
  { executable, environment }: { executable: string; environment: Record<string, string> },
  { webgl = true, timeout }: LaunchOptions = {},
): Promise<Browser> {
  return chromium.launch({
    executablePath: executable,
    args: webgl ? FLAGS : [...FLAGS.filter((flag) => !flag.includes('swiftshader')), '--disable-3d-apis'],
    env: { ...definedOnly(process.env), ...environment },
    ...(timeout === undefined ? {} : { timeout }),
  })
}

const definedOnly = (environment: NodeJS.ProcessEnv): Record<string, string> =>
  Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )
