import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { ZipFile } from 'yazl'

export interface NewArchiveEntry {
  name: string
  content: () => AsyncIterable<Uint8Array> | Uint8Array
}

/** The same for every file that is written, so that equal data give equal bytes. */
const WRITTEN_AT = new Date(2000, 0, 1)

/** A zip archive with the given entries, one after the other. */
export async function writeArchive(
  path: string,
  entries: readonly NewArchiveEntry[],
  signal?: AbortSignal,
): Promise<void> {
  const zip = packArchive(entries)
  await pipeline(zip.outputStream, createWriteStream(path), ...(signal ? [{ signal }] : []))
}

/** The bytes of a small archive. */
export async function encodeArchive(entries: readonly NewArchiveEntry[]): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await buffer(packArchive(entries).outputStream))
}

function packArchive(entries: readonly NewArchiveEntry[]): ZipFile {
  const zip = new ZipFile()
  for (const { name, content } of entries) {
    zip.addReadStreamLazy(name, { mtime: WRITTEN_AT, compressionLevel: 6 }, (give) => {
      const made = content()
      give(null, made instanceof Uint8Array ? Readable.from([made]) : Readable.from(made))
    })
  }
  zip.end()
  zip.on('error', (error: Error) => zip.outputStream.emit('error', error))
  return zip
}
