import { readFileSync, statSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'

/** Delays of a server's event loop since the last look, milliseconds. */
export interface LoopDelay {
  p50: number
  p99: number
  max: number
}

/**
 * What a server must be started with so that it can tell how long its event loop keeps others waiting: it samples every
 * millisecond, and on SIGUSR2 writes what it has seen into `file` and begins anew.
 */
export function buildLoopDelayEnvironment(file: string): Record<string, string> {
  const program = `
    import { monitorEventLoopDelay } from 'node:perf_hooks'
    import { writeFileSync } from 'node:fs'
    const seen = monitorEventLoopDelay({ resolution: 1 })
    seen.enable()
    process.on('SIGUSR2', () => {
      const [p50, p99, max] = [seen.percentile(50), seen.percentile(99), seen.max].map((ns) => ns / 1e6)
      seen.reset()
      writeFileSync(${JSON.stringify(file)}, JSON.stringify({ p50, p99, max }))
    })`
  return { NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(program)}` }
}

export async function readLoopDelay(pid: number, file: string): Promise<LoopDelay> {
  const before = statSync(file, { throwIfNoEntry: false })?.mtimeMs
  process.kill(pid, 'SIGUSR2')
  while (statSync(file, { throwIfNoEntry: false })?.mtimeMs === before) await wait(5)
  await wait(20)
  return JSON.parse(readFileSync(file, 'utf8')) as LoopDelay
}
