// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { effectScope } from 'vue'
import { ProblemError } from '../../web/lib/problem-error.ts'
import { createLoader } from '../../web/lib/resource.ts'

/** A question whose answer is given by hand. */
function question<T>() {
  let resolve!: (value: T) => void
  let reject!: (reason: Error) => void
  const promise = new Promise<T>((...ends) => {
    ;[resolve, reject] = ends
  })
  return { ask: () => promise, resolve, reject }
}

describe('a resource', () => {
  it('is idle, loading, then ready', async () => {
    const { resource, load } = createLoader<number>()
    expect(resource.value).toEqual({ state: 'idle' })
    const { ask, resolve } = question<number>()
    const loaded = load(ask)
    expect(resource.value).toEqual({ state: 'loading' })
    resolve(7)
    expect(await loaded).toBe(7)
    expect(resource.value).toEqual({ state: 'ready', value: 7 })
  })

  it('drops an outdated response, whichever arrives first', async () => {
    const { resource, load } = createLoader<string>()
    const [early, late] = [question<string>(), question<string>()]
    const first = load(early.ask)
    const second = load(late.ask)
    late.resolve('new')
    await second
    early.resolve('old')
    expect(await first).toBeUndefined()
    expect(resource.value).toEqual({ state: 'ready', value: 'new' })
  })

  it('keeps the last value during a reload, and after a failed one, on request', async () => {
    const { resource, load } = createLoader<number>()
    await load(async () => 1)
    const { ask, reject } = question<number>()
    const again = load(ask, { keep: true })
    expect(resource.value).toEqual({ state: 'loading', value: 1 })
    reject(new ProblemError('unreachable', 'gone'))
    expect(await again).toBeUndefined()
    expect(resource.value).toMatchObject({ state: 'failed', error: { code: 'unreachable' }, value: 1 })
    await load(async () => Promise.reject(new ProblemError('not_found', 'none')))
    expect(resource.value).not.toHaveProperty('value')
  })

  it('drops a pending request when it is cleared', async () => {
    const { resource, load, clear } = createLoader<number>()
    const { ask, resolve } = question<number>()
    const loaded = load(ask)
    clear()
    resolve(3)
    expect(await loaded).toBeUndefined()
    expect(resource.value).toEqual({ state: 'idle' })
  })

  it('drops its open question when the component that asked leaves', async () => {
    const scope = effectScope()
    const { load, resource } = scope.run(() => createLoader<number>())!
    const signals: AbortSignal[] = []
    const { ask, resolve } = question<number>()
    const loaded = load((signal) => {
      signals.push(signal)
      return ask()
    })
    scope.stop()
    expect(signals.map(({ aborted }) => aborted)).toEqual([true])
    resolve(1)
    expect(await loaded).toBeUndefined()
    expect(resource.value).toEqual({ state: 'loading' })
  })
})
