import { request as requestPlain } from 'node:http'
import { request as requestSecure } from 'node:https'
import { isIP } from 'node:net'
import type { AddressGuard } from '../../http/address-guard.ts'
import { type BasemapImage, readImage } from './read-image.ts'

const LIMIT_MS = 8_000
const LIMIT_BYTES = 1_000_000

/**
 * Fetches an image; null: the fetch fails or the answer is no image. Redirects are not followed, and the type is taken
 * from the first bytes, not from the headers.
 */
export function fetchBasemapImage(url: URL, guard: AddressGuard): Promise<BasemapImage | null> {
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (isIP(host) > 0 && !guard.allows(host)) return Promise.resolve(null)
  return new Promise((resolve) => {
    const fail = () => resolve(null)
    const request = (url.protocol === 'https:' ? requestSecure : requestPlain)(url, {
      headers: { 'user-agent': 'grid-map-basemap/1', accept: 'image/png, image/jpeg, image/webp' },
      lookup: guard.lookup,
      // no connection is reused: the guard checks the address of each request
      agent: false,
      signal: AbortSignal.timeout(LIMIT_MS),
    })
    request.on('response', (answer) => {
      const parts: Buffer[] = []
      let size = 0
      answer.on('error', fail)
      if (answer.statusCode !== 200) {
        answer.destroy()
        return fail()
      }
      answer.on('data', (part: Buffer) => {
        size += part.length
        if (size <= LIMIT_BYTES) return void parts.push(part)
        answer.destroy()
        fail()
      })
      answer.on('end', () => resolve(readImage(Buffer.concat(parts))))
    })
    request.on('error', fail)
    request.end()
  })
}
