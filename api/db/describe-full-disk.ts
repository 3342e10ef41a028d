import { AppError } from '../errors.ts'
import { formatFullDisk } from '../runtime/files/full-disk.ts'
import { DatabaseError, SqlState } from './database-errors.ts'

/** Returns the sentence about a full disk for whoever runs the server; null: the error is another one. */
export function describeFullDisk(error: unknown): string | null {
  for (let at = error; at instanceof Error; at = at.cause) {
    if (at instanceof DatabaseError && at.code === SqlState.diskFull)
      return at.disk === undefined
        ? `The disk of the database server is full (${at.message}): make room there, then try again.`
        : formatFullDisk(at.disk.folder, at.disk.freeBytes)
    if (at instanceof AppError && at.code === 'disk_full' && !(at.cause instanceof DatabaseError))
      return at.message
  }
  return null
}
