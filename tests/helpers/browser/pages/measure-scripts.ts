import { gzipSync } from 'node:zlib'
import type { Request } from 'playwright-core'

/** Returns the compressed size in bytes of each script that was requested, each address once. */
export function measureScripts(requests: readonly Request[]): Promise<number[]> {
  const addresses = new Set(requests.map((request) => request.url()))
  const scripts = [...addresses].filter((address) => /\.m?js$/.test(new URL(address).pathname))
  return Promise.all(
    scripts.map(async (address) => {
      const response = await fetch(address)
      return gzipSync(Buffer.from(await response.arrayBuffer()), { level: 9 }).length
    }),
  )
}
