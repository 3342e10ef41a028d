import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { Context, MiddlewareHandler } from 'hono'
import { negotiateEncoding, type ContentEncoding } from '../content-encoding.ts'
import type { RequestEnv } from '../request-context.ts'

/** Smaller responses fit into one packet anyway. */
const MIN_BYTES = 1024
const COMPRESSIBLE = /^(text\/(?!event-stream)|application\/(.*\+)?json|image\/svg)/

const brotli = promisify(brotliCompress)
const zip = promisify(gzip)

/** Compresses text responses off the main thread. */
export const compress: MiddlewareHandler<RequestEnv> = async (context, next) => {
  await next()
  const answer = context.res
  const type = answer.headers.get('content-type') ?? ''
  if (context.req.method === 'HEAD' || answer.headers.has('content-encoding') || !COMPRESSIBLE.test(type))
    return
  // accessing the body of a response creates a stream: cached responses are recognised by their ETag instead
  const kept = context.get('kept')
  const known =
    kept?.json !== undefined && kept.etag === answer.headers.get('etag')
      ? { json: kept.json, small: kept.small }
      : null
  if (known === null && answer.body === null) return
  const length = answer.headers.get('content-length')
  answer.headers.append('vary', 'accept-encoding')
  const encoding = negotiateEncoding(context.req.header('accept-encoding'))
  if (encoding === null || (length !== null && Number(length) < MIN_BYTES)) return
  if (known !== null) {
    if (known.json.length >= MIN_BYTES)
      replace(
        context,
        await (known.small[encoding] ??= compressBytes(Buffer.from(known.json), encoding)),
        encoding,
      )
    return
  }
  const plain = new Uint8Array(await answer.arrayBuffer())
  if (plain.length < MIN_BYTES) replace(context, plain)
  else replace(context, await compressBytes(plain, encoding), encoding)
}

function replace(
  context: Context<RequestEnv>,
  bytes: Uint8Array<ArrayBuffer>,
  encoding?: ContentEncoding,
): void {
  const { status, headers: before } = context.res
  const headers = new Headers(before)
  if (encoding !== undefined) headers.set('content-encoding', encoding)
  headers.delete('content-length')
  context.res = undefined
  context.res = new Response(bytes, { status, headers })
}

async function compressBytes(plain: Uint8Array, encoding: ContentEncoding): Promise<Uint8Array<ArrayBuffer>> {
  return encoding === 'gzip'
    ? zip(plain, { level: 6 })
    : brotli(plain, {
        params: { [constants.BROTLI_PARAM_QUALITY]: 4, [constants.BROTLI_PARAM_SIZE_HINT]: plain.length },
      })
}
