import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { InvalidFileError } from '../model/invalid-file-error.ts'
import { type FileSource, openFileSource } from '../io/file-source.ts'
import type { ArchiveEntry } from './open-archive.ts'

/** Files of one archive that are read: each is unpacked and kept open until the import ends. */
const MAX_FILES = 100

/** @throws InvalidFileError too_large when an archive holds more files than are read of one */
export function checkFileCount(entries: readonly ArchiveEntry[]): readonly ArchiveEntry[] {
  if (entries.length <= MAX_FILES) return entries
  throw new InvalidFileError('too_large', { what: 'zip', limit: `${MAX_FILES} files` })
}

/** Unpacks one entry of an archive into a temporary file, which closing deletes. */
export async function openInnerFile(entry: ArchiveEntry): Promise<FileSource> {
  const folder = await mkdtemp(path.join(tmpdir(), 'grid-map-file-'))
  const remove = () => rm(folder, { recursive: true, force: true })
  try {
    const file = path.join(folder, 'file')
    await pipeline(Readable.from(await entry.stream()), createWriteStream(file))
    const source = await openFileSource(file, entry.name.slice(entry.name.lastIndexOf('/') + 1))
    return {
      ...source,
      async close() {
        await source.close()
        await remove()
      },
    }
  } catch (error) {
    await remove()
    throw error
  }
}
