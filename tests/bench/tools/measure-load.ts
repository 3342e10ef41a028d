import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

export interface LoadResult {
  requestsPerSecond: number
  p50Ms: number
  p99Ms: number
  bytesPerSecond: number
  failed: number
}

/**
 * Asks for a list of addresses over and over from 16 connections, with wrk (Debian: wrk), one thread: the generator must
 * leave a core to the server.
 */
export function measureLoad(base: string, paths: readonly string[], seconds: number): LoadResult {
  if (spawnSync('wrk', ['-v']).error) throw new Error('wrk is not installed (Debian: apt-get install wrk)')
  const folder = mkdtempSync(path.join(tmpdir(), 'grid-map-bench-'))
  try {
    const script = path.join(folder, 'list.lua')
    writeFileSync(
      script,
      `
local paths = {${paths.map((each) => `"${each}"`).join(',')}}
local requests = {}
init = function() for i, path in ipairs(paths) do requests[i] = wrk.format("GET", path, {["Accept-Encoding"] = "gzip"}) end end
local i = 0
request = function() i = i % #requests + 1; return requests[i] end
done = function(summary, latency)
  io.write(string.format("RESULT %f %f %f %f %d\\n", summary.requests / summary.duration * 1e6, latency:percentile(50) / 1e3,
    latency:percentile(99) / 1e3, summary.bytes / summary.duration * 1e6,
    summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.timeout))
end`,
    )
    const text = execFileSync('wrk', ['-t1', '-c16', `-d${seconds}s`, '-s', script, base], {
      encoding: 'utf8',
    })
    const [requestsPerSecond = NaN, p50Ms = NaN, p99Ms = NaN, bytesPerSecond = NaN, failed = NaN] = (
      /RESULT (.*)/.exec(text)?.[1] ?? ''
    )
      .split(' ')
      .map(Number)
    return { requestsPerSecond, p50Ms, p99Ms, bytesPerSecond, failed }
  } finally {
    rmSync(folder, { recursive: true })
  }
}
