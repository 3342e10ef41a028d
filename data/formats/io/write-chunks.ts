import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/** A file out of pieces as they are made, at the pace at which the disk takes them. */
export async function writeChunks(
  path: string,
  pieces: AsyncIterable<string | Uint8Array>,
  signal?: AbortSignal,
): Promise<void> {
  await pipeline(Readable.from(pieces), createWriteStream(path), ...(signal ? [{ signal }] : []))
}
