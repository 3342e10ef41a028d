import { AsyncLocalStorage } from 'node:async_hooks'

const current = new AsyncLocalStorage<AbortSignal>()

/**
 * Runs long work: what it asks the database leaves connections to short requests, and it can learn that nobody waits for
 * it any more.
 *
 * @param signal aborts when nobody waits for the result
 */
export function runAsLongWork<T>(signal: AbortSignal, work: () => T): T {
  return current.run(signal, work)
}

export function isLongWork(): boolean {
  return current.getStore() !== undefined
}

/** Returns the signal of the long work that calls; undefined: a short request calls. */
export function getWorkSignal(): AbortSignal | undefined {
  return current.getStore()
}
