import { getCurrentScope, onScopeDispose, shallowRef, type ShallowRef } from 'vue'
import { type ProblemError, toProblemError } from './problem-error.ts'

/** What is fetched, in one of four states. While it is asked for again, or cannot be had, the last value stays. */
export type Resource<T> =
  | { state: 'idle' }
  | { state: 'loading'; value?: T }
  | { state: 'ready'; value: T }
  | { state: 'failed'; error: ProblemError; value?: T }

export interface Loader<T> {
  resource: ShallowRef<Resource<T>>
  /** Asks; an earlier question that is still open is dropped. The answer is the value, or undefined when it failed or was overtaken. */
  load(ask: (signal: AbortSignal) => Promise<T>, options?: { keep?: boolean }): Promise<T | undefined>
  /** Forgets the value and whatever is under way. */
  clear(): void
}

/** Made by a component, its open question is dropped when the component leaves the page. */
export function createLoader<T>(): Loader<T> {
  const resource = shallowRef<Resource<T>>({ state: 'idle' })
  let current: AbortController | undefined
  if (getCurrentScope()) onScopeDispose(() => current?.abort())

  return {
    resource,
    async load(ask, { keep = false } = {}) {
      current?.abort()
      const own = (current = new AbortController())
      resource.value = { state: 'loading', ...(keep ? held(resource.value) : {}) }
      try {
        const value = await ask(own.signal)
        if (own.signal.aborted) return undefined
        resource.value = { state: 'ready', value }
        return value
      } catch (error) {
        if (own.signal.aborted) return undefined
        resource.value = {
          state: 'failed',
          error: toProblemError(error),
          ...(keep ? held(resource.value) : {}),
        }
        return undefined
      }
    },
    clear() {
      current?.abort()
      current = undefined
      resource.value = { state: 'idle' }
    },
  }
}

/** The value of a resource, whatever its state. */
export function getResourceValue<T>(resource: Resource<T>): T | undefined {
  return resource.state === 'idle' ? undefined : resource.value
}

function held<T>(resource: Resource<T>): { value?: T } {
  const value = getResourceValue(resource)
  return value === undefined ? {} : { value }
}
