import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { MiddlewareHandler } from 'hono'
import type { RequestEnv } from './request-context.ts'

/** Smaller answers fit into one packet anyway. */
const LEAST_BYTES = 1024
const COMPRESSIBLE = /^(text\/(?!event-stream)|application\/(.*\+)?json|image\/svg)/

const brotli = promisify(brotliCompress)
const zip = promisify(gzip)

export type Encoding = 'br' | 'gzip'

/** What the caller can read, the smaller first. */
export function acceptedEncoding(header: string | undefined): Encoding | null {
  if (header === undefined) return null
  const accepted = new Map(header.split(',').map((part) => {
    const [name = '', ...parameters] = part.trim().toLowerCase().split(/\s*;\s*/)
    return [name, parameters.every((parameter) => !/^q=0(\.0*)?$/.test(parameter))]
  }))
  const takes = (name: string) => accepted.get(name) ?? accepted.get('*') ?? false
  return takes('br') ? 'br' : takes('gzip') ? 'gzip' : null
}

/** Compresses text answers off the main thread. */
export const compress: MiddlewareHandler<RequestEnv> = async (context, next) => {
  await next()
  const answer = context.res
  const type = answer.headers.get('content-type') ?? ''
  if (answer.body === null || context.req.method === 'HEAD' || answer.headers.has('content-encoding') || !COMPRESSIBLE.test(type)) return
  const length = answer.headers.get('content-length')
  answer.headers.append('vary', 'accept-encoding')
  const encoding = acceptedEncoding(context.req.header('accept-encoding'))
  if (encoding === null || (length !== null && Number(length) < LEAST_BYTES)) return
  const kept = context.get('kept')
  const plain = new Uint8Array(await answer.arrayBuffer())
  const small = plain.length < LEAST_BYTES
  const bytes = small ? plain : await (kept === undefined ? squeeze(plain, encoding) : (kept.small[encoding] ??= squeeze(plain, encoding)))
  const headers = new Headers(answer.headers)
  if (!small) headers.set('content-encoding', encoding)
  headers.delete('content-length')
  context.res = undefined
  context.res = new Response(new Uint8Array(bytes), { status: answer.status, headers })
}

async function squeeze(plain: Uint8Array, encoding: Encoding): Promise<Uint8Array> {
  return encoding === 'gzip'
    ? zip(plain, { level: 6 })
    : brotli(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 4, [constants.BROTLI_PARAM_SIZE_HINT]: plain.length } })
}
