// @vitest-environment node
import { afterEach, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { endpoint } from '#shared/contract/endpoint.ts'
import { addressOf, onContact, request } from '../../web/lib/request.ts'

const getThing = endpoint({
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
  it('goes to the address of its endpoint, with nothing left unescaped', () => {
    expect(addressOf(getThing, { name: '../a b' }, { limit: 3, other: undefined })).toBe(
      '/api/things/..%2Fa%20b?limit=3',
    )
  })

  it('brings an answer that keeps the contract', async () => {
    answer('{"size":3}')
    expect(await ask()).toEqual({ size: 3 })
  })

  it.each([
    ['{"size":"three"}', {}, 'unreadable'],
    ['<html>', {}, 'unreadable'],
    ['{"type":"x","title":"t","status":404,"code":"not_found"}', { status: 404 }, 'not_found'],
    ['<h1>Bad Gateway</h1>', { status: 502 }, 'unavailable'],
    ['too many', { status: 429 }, 'too_many_requests'],
  ])('%s with %o fails with a code of ours', async (body, init, code) => {
    answer(body, init)
    await expect(ask()).rejects.toMatchObject({ code })
  })

  it('tells whether the server was reached', async () => {
    const heard: boolean[] = []
    const stop = onContact((reached) => heard.push(reached))
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

  it('that nobody waits for any more says so and not that the server is gone', async () => {
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
    const forget = onContact((reached) => heard.push(reached))
    const asked = request(getThing, { params: { name: 'a' } }, { signal: stop.signal })
    stop.abort()
    await expect(asked).rejects.toMatchObject({ name: 'AbortError' })
    forget()
    expect(heard).toEqual([])
  })
})
