import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { once } from 'node:events'
import path from 'node:path'
import { packageRoot } from '../../../api/runtime/package-root.ts'

export interface BenchServer {
  url: string
  pid: number
  /** Resident memory in MB. */
  rss(): number
  stop(): Promise<void>
}

/** The built server as a process of its own, on a free port, with the demo city; kept in `.cache/bench` between runs. */
export async function startBenchServer(environment: Record<string, string> = {}): Promise<BenchServer> {
  const program = path.join(packageRoot, 'dist/api/server.js')
  if (!existsSync(program)) throw new Error('build first: npm run build')
  const child = spawn(process.execPath, [program], {
    cwd: packageRoot,
    env: {
      ...process.env,
      PORT: '0',
      LOG_LEVEL: 'error',
      DEMO_MODE: 'on',
      DATA_DIR: path.join(packageRoot, '.cache/bench'),
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const url = await addressOf(child)
  let stopping = false
  child.once('exit', (code, signal) => {
    if (!stopping) process.stderr.write(`the server ended by itself: code ${code}, signal ${signal}\n`)
  })
  const pid = child.pid ?? 0
  return {
    url,
    pid,
    rss: () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024,
    async stop() {
      stopping = true
      child.kill('SIGTERM')
      if (child.exitCode === null) await once(child, 'exit')
    },
  }
}

function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    // the pipe stays open: the server goes on writing to it
    child.stdout?.on('data', (chunk) => {
      text += String(chunk)
      const match = /http:\/\/[\w.:[\]]+:\d+/.exec(text)
      if (match) resolve(match[0])
    })
    child.once('exit', () => reject(new Error(`the server did not start:\n${text}`)))
  })
}
