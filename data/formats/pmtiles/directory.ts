import { gzipSync } from 'node:zlib'
import { ByteWriter } from '#shared/tiles/byte-writer.ts'

/** One row of a directory. `run`: how many tiles in a row are these bytes; 0: the bytes are a directory below. */
export interface DirectoryEntry {
  id: number
  offset: number
  length: number
  run: number
}

/** The root must lie within the first 16 KiB of the file, which a reader fetches at once; the header takes 127 bytes. */
const MOST_ROOT_BYTES = 16_384 - 127

const FIRST_LEAF_SIZE = 4096

/** Directories of an archive, gzipped: the root, and the leaves that it points to when it would be too long by itself. */
export function buildDirectories(entries: readonly DirectoryEntry[]): {
  root: Uint8Array
  leaves: Uint8Array
} {
  const whole = directory(entries)
  if (whole.length <= MOST_ROOT_BYTES) return { root: whole, leaves: new Uint8Array() }
  for (let size = FIRST_LEAF_SIZE; ; size *= 2) {
    const parts: Uint8Array[] = []
    const rows: DirectoryEntry[] = []
    let offset = 0
    for (let from = 0; from < entries.length; from += size) {
      const part = directory(entries.slice(from, from + size))
      rows.push({ id: entries[from]!.id, offset, length: part.length, run: 0 })
      parts.push(part)
      offset += part.length
    }
    const root = directory(rows)
    if (root.length <= MOST_ROOT_BYTES) return { root, leaves: Buffer.concat(parts) }
  }
}

/** Column after column: numbers as differences, runs, lengths, offsets (0: right behind the one before). */
function directory(entries: readonly DirectoryEntry[]): Uint8Array {
  const out = new ByteWriter(entries.length * 6 + 16)
  out.varint(entries.length)
  entries.forEach(({ id }, i) => out.varint(id - (entries[i - 1]?.id ?? 0)))
  for (const { run } of entries) out.varint(run)
  for (const { length } of entries) out.varint(length)
  entries.forEach(({ offset }, i) => {
    const before = entries[i - 1]
    out.varint(before && offset === before.offset + before.length ? 0 : offset + 1)
  })
  return gzipSync(out.bytes.subarray(0, out.length))
}
