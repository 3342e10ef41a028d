import { createHash } from 'node:crypto'

/**
 * Derives a UUID from the SHA-256 hash of a text, so that every server and every retry makes the same id. Ids of version
 * 4 and 8 are stored: the version of a kind of id must not change.
 */
export function hashToUuid(text: string, version: 4 | 8): string {
  const hex = createHash('sha256').update(text).digest('hex')
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `${version}${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-')
}
