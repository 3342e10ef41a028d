import { AppError } from '../../errors.ts'
import { parseJsonBody } from '../../runtime/input/parse-json-body.ts'

/** A JSON body is small: a client that takes longer only occupies a connection. */
const MAX_BODY_MS = 20_000

/**
 * Reads a JSON body. Its size and its nesting are checked before it is parsed, so that a refused body costs next to
 * nothing.
 *
 * @throws AppError too_large, too_complex, request_timeout, invalid_request
 */
export async function readJsonBody(request: Request, maxBytes: number): Promise<unknown> {
  return parseJsonBody(await readBodyBytes(request, maxBytes))
}

/** @throws AppError too_large, request_timeout */
export async function readBodyBytes(request: Request, maxBytes: number): Promise<Uint8Array> {
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw createSizeError(maxBytes)
  return readWithin(MAX_BODY_MS, request.body, maxBytes)
}

async function readWithin(
  limitMs: number,
  body: ReadableStream<Uint8Array> | null,
  maxBytes: number,
): Promise<Uint8Array> {
  if (body === null) return new Uint8Array()
  const reader = body.getReader()
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new AppError('request_timeout', 'the body did not arrive in time', { limitMs })),
      limitMs,
    )
  })
  try {
    return await Promise.race([readAll(reader, maxBytes), late])
  } catch (error) {
    // the rest is not wanted; an error of the connection itself changes nothing
    void reader.cancel().catch(() => undefined)
    throw error
  } finally {
    clearTimeout(timer)
  }
}

async function readAll(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  maxBytes: number,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    size += read.value.length
    if (size > maxBytes) throw createSizeError(maxBytes)
    chunks.push(read.value)
  }
  return Buffer.concat(chunks)
}

const createSizeError = (limitBytes: number): AppError =>
  new AppError('too_large', `the body is larger than ${limitBytes} bytes`, { limitBytes })
