import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { MAX_UPLOAD_BYTES } from '#shared/contract/transfer/imports.ts'
import { AppError } from '../../errors.ts'

/**
 * Writes an uploaded file to disk, and computes its hash on the way so that nobody has to read it again for that.
 *
 * @throws AppError invalid_request without a body; too_large beyond the limit
 */
export async function receiveUpload(
  body: ReadableStream<Uint8Array> | null,
  path: string,
): Promise<{ bytes: number; sha256: string }> {
  if (!body) throw new AppError('invalid_request', 'there is no file in the request', { place: 'body' })
  let bytes = 0
  const hash = createHash('sha256')
  const counter = new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      bytes += chunk.length
      if (bytes > MAX_UPLOAD_BYTES) {
        done(new AppError('too_large', 'the file is larger than 1 GB', { limitBytes: MAX_UPLOAD_BYTES }))
        return
      }
      hash.update(chunk)
      done(null, chunk)
    },
  })
  await pipeline(Readable.from(readChunks(body)), counter, createWriteStream(path))
  return { bytes, sha256: hash.digest('hex') }
}

async function* readChunks(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = body.getReader()
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) yield read.value
  } finally {
    reader.releaseLock()
  }
}
