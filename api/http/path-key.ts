import { KEY_PREFIX } from './credential-headers.ts'

/** The beginning of paths that contain an API key, for programs that can send nothing but a URL. */
const PATH_PREFIX = `/k/${KEY_PREFIX}`

export interface PathKey {
  key: string
  /** The path without the key; begins with a slash. */
  rest: string
}

/** `/k/gmk_…/api/cities` → the key and `/api/cities`; null: no key, or it leads nowhere. */
export function parsePathKey(path: string): PathKey | null {
  if (!path.startsWith(PATH_PREFIX)) return null
  const end = path.indexOf('/', PATH_PREFIX.length)
  const rest = path.slice(end)
  return end < 0 || !/^\/api(\/|$)/.test(rest) ? null : { key: path.slice(3, end), rest }
}

/**
 * Returns the prefix of every URL in a response to such a request, so that requests to these URLs carry the
 * key too.
 */
export function buildPathKeyPrefix(key: string | undefined): string {
  return key === undefined ? '' : `/k/${key}`
}
