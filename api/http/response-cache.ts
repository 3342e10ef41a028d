import type { ContentEncoding } from './content-encoding.ts'

/**
 * The bytes of an answer that many ask for, made once: as they are, and as small as each caller can read
 * them.
 */
export interface CachedResponse {
  json?: string
  etag?: string
  small: Partial<Record<ContentEncoding, Promise<Uint8Array<ArrayBuffer>>>>
}

const answers = new WeakMap<object, CachedResponse>()

/**
 * Marks a value that is handed out again and again and never changes: its bytes are kept for as long as it
 * is.
 */
export function cacheResponse<T extends object>(value: T): T {
  if (!answers.has(value)) answers.set(value, { small: {} })
  return value
}

export function findCachedResponse(value: unknown): CachedResponse | undefined {
  return typeof value === 'object' && value !== null ? answers.get(value) : undefined
}
