// @vitest-environment node
import { afterEach, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { defineEndpoint } from '#shared/contract/endpoint.ts'
import { prefetch } from '../../web/lib/prefetch.ts'
import { buildEndpointUrl, fetchResponse, subscribeConnectivity, request } from '../../web/lib/request.ts'
import { forgetOwnWrites } from '../../web/lib/requests/own-writes.ts'

const getThing = defineEndpoint({
  id: 'getThing',
  method: 'get',
  path: '/things/{name}',
  summary: 'a thing',
  permission: 'public',
  params: z.object({ name: z.string() }),
  query: z.object({ limit: z.number().optional() }),
  answer: z.object({ size: z.number() }),
})
const ask = () => request(getThing, { params: { name: 'a b' } })
const answer = (body: string, init: ResponseInit = {}) =>
  vi.stubGlobal(
    'fetch',
    vi.fn(async () => new Response(body, init)),
  )

afterEach(() => {
  vi.unstubAllGlobals()
  forgetOwnWrites()
})

describe('a request', () => {
  it('goes to the escaped URL of its endpoint', () => {
    expect(buildEndpointUrl(getThing, { name: '../a b' }, { limit: 3, other: undefined })).toBe(
      '/api/things/..%2Fa%20b?limit=3',
    )
  })

  it('returns a response that matches the contract', async () => {
    answer('{"size":3}')
    expect(await ask()).toEqual({ size: 3 })
  })

  it.each([
    ['{"size":"three"}', {}, 'unreadable'],
    ['<html>', {}, 'unreadable'],
    ['{"type":"x","title":"t","status":404,"code":"not_found"}', { status: 404 }, 'not_found'],
    ['<h1>Bad Gateway</h1>', { status: 502 }, 'unavailable'],
    ['too many', { status: 429 }, 'too_many_requests'],
  ])('%s with %o fails with an error code', async (body, init, code) => {
    answer(body, init)
    await expect(ask()).rejects.toMatchObject({ code })
  })

  it('reports whether the server was reached', async () => {
    const heard: boolean[] = []
    const stop = subscribeConnectivity((reached) => heard.push(reached))
    vi.stubGlobal(
      'fetch',
      vi.fn(async () => Promise.reject(new TypeError('network'))),
    )
    await expect(ask()).rejects.toMatchObject({ code: 'unreachable' })
    answer('{"size":3}')
    await ask()
    answer('{"type":"x","title":"t","status":403,"code":"forbidden"}', { status: 403 })
    await expect(ask()).rejects.toMatchObject({ code: 'forbidden' })
    stop()
    expect(heard).toEqual([false, true, true])
  })

  it('that was aborted reports that, and not that the server is unreachable', async () => {
    vi.stubGlobal(
      'fetch',
      vi.fn(
        async (_path: string, { signal }: RequestInit) =>
          new Promise((_, reject) => {
            signal?.addEventListener('abort', () => reject(signal.reason as Error))
          }),
      ),
    )
    const stop = new AbortController()
    const heard: boolean[] = []
    const forget = subscribeConnectivity((reached) => heard.push(reached))
    const asked = request(getThing, { params: { name: 'a' } }, { signal: stop.signal })
    stop.abort()
    await expect(asked).rejects.toMatchObject({ name: 'AbortError' })
    forget()
    expect(heard).toEqual([])
  })
})

describe('what a page has written', () => {
  /** Answers as a server that commits the revision, and returns the headers of each request. */
  const listen = (...answers: Record<string, string>[]) => {
    const sent: Record<string, string>[] = []
    vi.stubGlobal(
      'fetch',
      vi.fn(async (_path: string, { headers }: { headers: Record<string, string> }) => {
        sent.push(headers)
        return new Response('{"size":3}', { headers: answers.shift() ?? {} })
      }),
    )
    return sent
  }
  const names = (headers: Record<string, string> | undefined) => [
    headers?.['x-city-revision'],
    headers?.['x-write-position'],
  ]

  it('goes along with every later request, so that another server answers with at least that', async () => {
    const sent = listen(
      { 'x-city-revision': '320900=12', 'x-write-position': '0/16B3740' },
      { 'x-city-revision': '321000=3, 320900=11' },
    )
    for (let i = 0; i < 3; i++) await ask()
    await fetchResponse('/api/x', new AbortController().signal)
    await prefetch('/api/y')
    expect(sent.map(names)).toEqual([
      [undefined, undefined],
      ['320900=12', '0/16B3740'],
      ...[2, 3, 4].map(() => ['321000=3, 320900=12', '0/16B3740']),
    ])
  })

  it('is kept when the page is loaded again, and forgotten with the session', async () => {
    const kept = new Map<string, string>()
    vi.stubGlobal('sessionStorage', {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => kept.set(key, value),
      removeItem: (key: string) => kept.delete(key),
    })
    const sent = listen({ 'x-city-revision': '320900=12' })
    await ask()
    vi.resetModules()
    const loadedAgain = await import('../../web/lib/requests/own-writes.ts')
    expect(loadedAgain.getOwnWriteHeaders()).toEqual({ 'x-city-revision': '320900=12' })
    loadedAgain.forgetOwnWrites()
    expect(loadedAgain.getOwnWriteHeaders()).toEqual({})
    expect(sent).toHaveLength(1)
    expect(kept.size).toBe(0)
  })
})
