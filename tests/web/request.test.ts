// @vitest-environment node
import { afterEach, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { defineEndpoint } from '#shared/contract/endpoint.ts'
import { buildEndpointUrl, subscribeConnectivity, request } from '../../web/lib/request.ts'

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

afterEach(() => vi.unstubAllGlobals())

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
