import { createReadStream } from 'node:fs'
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'

/** A file that codecs read: by place, from the start, or as a path for libraries that open files themselves. */
export interface FileSource {
  /** Without folders. */
  readonly name: string
  readonly size: number
  /** Fewer bytes than asked for only at the file's end. */
  read(offset: number, length: number): Promise<Uint8Array>
  stream(): AsyncIterable<Uint8Array>
  /** Where it lies on disk. */
  path(): Promise<string>
  close(): Promise<void>
}

/** `name`: as its owner calls it, if it lies here under another name. */
export async function openFileSource(file: string, name = path.basename(file)): Promise<FileSource> {
  const handle = await open(file, 'r')
  const { size } = await handle.stat()
  return {
    name,
    size,
    async read(offset, length) {
      const bytes = new Uint8Array(Math.max(0, Math.min(length, size - offset)))
      let filled = 0
      while (filled < bytes.length) {
        const { bytesRead } = await handle.read(bytes, filled, bytes.length - filled, offset + filled)
        if (bytesRead === 0) break
        filled += bytesRead
      }
      return bytes.subarray(0, filled)
    },
    stream: () => createReadStream(file, { highWaterMark: CHUNK }),
    path: () => Promise.resolve(path.resolve(file)),
    close: () => handle.close(),
  }
}

/** Bytes that are in memory already: small files inside archives, and tests. */
export function createMemorySource(name: string, bytes: Uint8Array): FileSource {
  let folder: Promise<string> | undefined
  return {
    name,
    size: bytes.length,
    read: (offset, length) => Promise.resolve(bytes.subarray(offset, offset + length)),
    async *stream() {
      for (let at = 0; at < bytes.length; at += CHUNK) yield bytes.subarray(at, at + CHUNK)
    },
    async path() {
      folder ??= (async () => {
        const made = await mkdtemp(path.join(tmpdir(), 'grid-map-file-'))
        await writeFile(path.join(made, 'file'), bytes)
        return made
      })()
      return path.join(await folder, 'file')
    },
    async close() {
      if (folder) await rm(await folder, { recursive: true, force: true })
      folder = undefined
    },
  }
}

const CHUNK = 256 * 1024
