import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerOptions,
  type ServerResponse,
} from 'node:http'
import type { AddressInfo } from 'node:net'
import { StartError } from '../errors.ts'

export type RequestHandler = (request: IncomingMessage, response: ServerResponse) => void

/** A listening server whose handler can be exchanged: it says "starting" until the city is loaded. */
export interface HttpServer {
  server: Server
  url: string
  handle(handler: RequestHandler): void
}

/** Milliseconds; who takes longer over a request only holds a connection. */
const LIMITS: ServerOptions = { keepAliveTimeout: 65_000, headersTimeout: 30_000, requestTimeout: 300_000 }

/** @throws StartError when the port is taken or the address is not this machine's */
export async function startHttpServer(
  host: string,
  port: number,
  limits: ServerOptions = LIMITS,
): Promise<HttpServer> {
  let handler: RequestHandler = answerStarting
  const server = createServer(limits, (request, response) => handler(request, response))
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(new StartError(sentence(error, host, port), { cause: error })),
    )
    server.listen(port, host, resolve)
  })
  const { port: taken } = server.address() as AddressInfo
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host
  return {
    server,
    url: `http://${name}:${taken}`,
    handle: (next) => {
      handler = next
    },
  }
}

function sentence({ code, message }: NodeJS.ErrnoException, host: string, port: number): string {
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} on ${host} is in use: stop what listens there, or set PORT to another one.`
    case 'EACCES':
      return `Port ${port} may not be opened by this user: set PORT to one above 1023.`
    case 'EADDRNOTAVAIL':
      return `${host} is not an address of this machine: check HOST.`
    default:
      return `The server cannot listen on ${host}:${port}: ${message}.`
  }
}

/** A page asks again by itself: walls and their server are often switched on together. */
const startingPage =
  '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta http-equiv="refresh" content="3"><title>…</title>' +
  '<body style="margin:0;display:grid;place-content:center;height:100vh;background:#061630;color:#b9d2e8;' +
  'font:max(20px,3vmin) sans-serif;text-align:center">正在启动，请稍候<br>Starting, one moment'

const answerStarting: RequestHandler = (request, response) => {
  if (request.headers.accept?.includes('text/html') === true) {
    response.writeHead(503, {
      'content-type': 'text/html; charset=utf-8',
      'retry-after': '3',
      'cache-control': 'no-store',
    })
    response.end(startingPage)
    return
  }
  response.writeHead(503, {
    'content-type': 'application/problem+json',
    'retry-after': '2',
    'cache-control': 'no-store',
  })
  response.end(
    JSON.stringify({
      type: 'urn:grid-map:problem:unavailable',
      title: 'unavailable',
      status: 503,
      code: 'unavailable',
      detail: 'the server is starting',
    }),
  )
}
