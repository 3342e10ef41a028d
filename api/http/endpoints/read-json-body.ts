import { AppError } from '../../errors.ts'

/** Levels of arrays and objects in a JSON body; a GeoJSON feature has six. */
const MAX_NESTING = 32
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

/** @throws AppError too_complex, invalid_request */
export function parseJsonBody(bytes: Uint8Array): unknown {
  checkNesting(bytes)
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as unknown
  } catch (error) {
    throw new AppError('invalid_request', 'the body is not JSON', { place: 'body' }, { cause: error })
  }
}

/**
 * Throws when arrays and objects are nested too deeply. It stops at the first byte that is too deep.
 *
 * @throws AppError too_complex
 */
export function checkNesting(json: Uint8Array): void {
  let depth = 0
  let inString = false
  for (let i = 0; i < json.length; i++) {
    const byte = json[i]
    if (inString) {
      if (byte === BACKSLASH) i++
      else if (byte === QUOTE) inString = false
    } else if (byte === QUOTE) inString = true
    else if (byte === OPEN_ARRAY || byte === OPEN_OBJECT) {
      if (++depth > MAX_NESTING)
        throw new AppError('too_complex', `the body has more than ${MAX_NESTING} levels`, {
          what: 'nesting',
          limit: MAX_NESTING,
        })
    } else if (byte === CLOSE_ARRAY || byte === CLOSE_OBJECT) depth--
  }
}

const [QUOTE, BACKSLASH, OPEN_ARRAY, CLOSE_ARRAY, OPEN_OBJECT, CLOSE_OBJECT] = [
  0x22, 0x5c, 0x5b, 0x5d, 0x7b, 0x7d,
]

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
