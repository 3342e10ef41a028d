import { KEY_PREFIX } from './credential-headers.ts'

/** Where addresses begin that carry an API key themselves, for programs that can send nothing but an address. */
const PATH_PREFIX = `/k/${KEY_PREFIX}`

export interface PathKey {
  key: string
  /** What it is a key to: begins with a slash. */
  rest: string
}

/** `/k/gmk_…/api/cities` → the key and `/api/cities`; null: there is no key in the path. */
export function parsePathKey(path: string): PathKey | null {
  if (!path.startsWith(PATH_PREFIX)) return null
  const end = path.indexOf('/', PATH_PREFIX.length)
  return end < 0 ? null : { key: path.slice(3, end), rest: path.slice(end) }
}

/** Begins every address that an answer to such a request names, so that what follows it carries the key along. */
export function buildPathKeyPrefix(key: string | undefined): string {
  return key === undefined ? '' : `/k/${key}`
}
