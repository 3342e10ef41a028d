import { once } from 'node:events'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startHttpServer } from '../../../api/runtime/http-server.ts'
import { indexPage, openProxiedServer, type ProxiedServer } from '../../helpers/api/open-proxied-server.ts'

const own = '321000'
const foreign = '321100'
let server: ProxiedServer
beforeAll(async () => {
  server = await openProxiedServer({ city: own, otherCity: foreign })
})
afterAll(() => server.close())

describe('invalid input', () => {
  it('larger than a megabyte is rejected, with or without Content-Length', async () => {
    const body = JSON.stringify({ name: 'wang', password: 'x'.repeat(1_100_000) })
    // the server ends a connection whose body it does not read
    expect((await server.post('/api/session', body, { connection: 'close' })).status).toBe(413)
    const chunked = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(new TextEncoder().encode(body))
        controller.close()
      },
    })
    const options: RequestInit & { duplex: 'half' } = {
      method: 'POST',
      headers: { 'content-type': 'application/json', connection: 'close' },
      body: chunked,
      duplex: 'half',
    }
    expect((await fetch(`${server.url}/api/session`, options)).status).toBe(413)
  })

  it.each([
    ['not JSON', '{"name":'],
    ['nested without end', '['.repeat(20)],
    ['a list', '[]'],
    ['a number', '1'],
    ['nothing', ''],
    ['more than was asked for', '{"name":"wang","password":"x","role":"admin"}'],
    ['a prototype', '{"name":"wang","password":"x","__proto__":{"role":"admin"}}'],
    ['another kind of value', '{"name":{"$ne":null},"password":["x"]}'],
  ])('%s is rejected with 400', async (_what, body) => {
    expect((await server.post('/api/session', body)).status).toBe(400)
  })

  it.each([
    '/../package.json',
    '/..%2f..%2fpackage.json',
    '/%2e%2e/%2e%2e/etc/passwd',
    '/assets/../../package.json',
    '/assets/..%5c..%5cpackage.json',
    '//etc/passwd',
    '/.env',
    '/api/../package.json',
    '/assets/app.js%00.html',
  ])('a path traversal, %s, returns nothing', async (address) => {
    const { status, text } = await server.getRaw(address)
    expect(text === indexPage || status >= 400, `${status} ${text.slice(0, 80)}`).toBe(true)
    expect(text).not.toMatch(/"dependencies"|root:/)
  })

  it.each([
    "' or 1=1 --",
    "'; drop table grid; --",
    '%27%20union%20select',
    '\\',
    '${7*7}',
    '{{7*7}}',
    '<script>alert(1)</script>',
    '\u202e',
  ])('%s is treated as plain text', async (text) => {
    const found = await server.getSignedIn(`/api/cities/${own}/search?q=${encodeURIComponent(text)}`)
    expect([200, 400]).toContain(found.status)
    expect(found.headers.get('content-type')).toMatch(/json/)
    expect(
      (await server.getSignedIn(`/api/cities/${encodeURIComponent(text)}`)).status,
    ).toBeGreaterThanOrEqual(400)
    expect((await server.getSignedIn(`/api/cities/${own}`)).status).toBe(200)
  })

  it('with line breaks cannot inject headers or log lines', async () => {
    const answer = await server.post('/api/session', {
      name: 'wang\r\nset-cookie: a=b',
      password: 'x\n{"level":60,"msg":"forged"}',
    })
    expect(answer.headers.get('set-cookie')).toBeNull()
    expect(answer.status).toBeGreaterThanOrEqual(400)
    for (const line of server.getLog().trim().split('\n'))
      expect(() => JSON.parse(line), line.slice(0, 100)).not.toThrow()
    expect(server.getLog()).not.toContain('"msg":"forged"')
  })

  it('that arrives too slowly is rejected', async () => {
    const slow = await startHttpServer('127.0.0.1', 0, {
      headersTimeout: 150,
      requestTimeout: 300,
      connectionsCheckingInterval: 50,
    })
    slow.handle((request, response) => {
      request.resume().on('end', () => response.end('whole'))
    })
    const { port } = new URL(slow.url)
    const ends = async (text: string) => {
      const socket = connect(Number(port), '127.0.0.1')
      let heard = ''
      socket.on('data', (chunk) => {
        heard += String(chunk)
      })
      socket.write(text)
      await once(socket, 'close')
      return heard
    }
    expect(await ends('GET / HTTP/1.1\r\nhost: x\r\nx-a: ')).toMatch(/^HTTP\/1\.1 408/)
    expect(await ends('POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\nabc')).toMatch(
      /^HTTP\/1\.1 408/,
    )
    await new Promise((resolve) => slow.server.close(resolve))
  })
})
