import type { LruMap } from '../runtime/lru-map.ts'

/**
 * Large input that a worker keeps under its key. It is sent as null first; only when the worker does not know it, the
 * task is sent again with the data.
 */
export interface CachedInput<T> {
  key: string
  data: T | null
}

/**
 * Calls a worker with a large input, which is sent only when the worker does not have it yet.
 *
 * @param call returns null when the worker does not know the input
 */
export async function callWithInput<T, R>(
  key: string,
  readInput: () => T,
  call: (input: CachedInput<T>) => Promise<R | null>,
): Promise<R> {
  const result = (await call({ key, data: null })) ?? (await call({ key, data: readInput() }))
  if (result === null) throw new Error(`the worker has not kept ${key}`)
  return result
}

/** In the worker: returns what was made of the input, or makes it; null when the input is neither known nor sent. */
export function findCachedInput<T, Made>(
  cached: LruMap<string, Made>,
  { key, data }: CachedInput<T>,
  make: (data: T) => Made,
): Made | null {
  const made = cached.get(key) ?? (data === null ? null : make(data))
  if (made !== null) cached.set(key, made)
  return made
}
