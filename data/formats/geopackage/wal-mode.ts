import { constants } from 'node:fs'
import { copyFile, mkdtemp, open, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { InvalidFileError } from '../model/invalid-file-error.ts'
import type { FileSource } from '../io/file-source.ts'

/** Bytes of the header that say how the file is written and read: 1 with a rollback journal, 2 with a write-ahead log. */
const MODE_AT = 18
const JOURNAL = Uint8Array.of(1, 1)

/** Whether an SQLite file says that changes may stand in a log beside it (SQLite file format, 1.3.3). */
export async function isInWalMode(file: FileSource): Promise<boolean> {
  const [write, read] = await file.read(MODE_AT, 2)
  return write === 2 || read === 2
}

/**
 * Copies an SQLite file to where it can be opened without its log, which would need shared memory.
 *
 * @throws InvalidFileError gpkg_copied_open when the log lies beside it and is not empty
 */
export async function copyOutOfWalMode(file: string): Promise<{ path: string; remove: () => Promise<void> }> {
  const log = await stat(`${file}-wal`).catch(() => null)
  if (log !== null && log.size > 0) throw new InvalidFileError('gpkg_copied_open')
  const folder = await mkdtemp(path.join(tmpdir(), 'grid-map-file-'))
  const copy = path.join(folder, 'file')
  const remove = () => rm(folder, { recursive: true, force: true })
  try {
    await copyFile(file, copy, constants.COPYFILE_FICLONE)
    const handle = await open(copy, 'r+')
    await handle.write(JOURNAL, 0, JOURNAL.length, MODE_AT)
    await handle.close()
    return { path: copy, remove }
  } catch (error) {
    await remove()
    throw error
  }
}
