import { statfs } from 'node:fs/promises'
import path from 'node:path'
import { AppError } from '../../errors.ts'

/**
 * Does work that writes into a folder; a full disk becomes one sentence that names the folder and what is free.
 *
 * @param name how callers may know the folder, when its path is nobody's business
 * @throws AppError disk_full
 */
export async function explainFullDisk<T>(
  folder: string,
  work: () => Promise<T>,
  name = path.resolve(folder),
): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!isDiskFull(error)) throw error
    const freeBytes = await readFreeBytes(folder)
    throw new AppError(
      'disk_full',
      formatFullDisk(name, freeBytes),
      { folder: name, freeBytes },
      { cause: error },
    )
  }
}

/** ENOSPC: the disk; EDQUOT: this user's share of it. Worker threads pass errors on as text. */
export function isDiskFull(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause)
    if (
      /\b(ENOSPC|EDQUOT|No space left on device)\b/.test(
        'code' in at ? `${at.code} ${at.message}` : at.message,
      )
    )
      return true
  return false
}

/** Free bytes of the disk on which a folder lies, or would lie; null: the system does not tell. */
export async function readFreeBytes(folder: string): Promise<number | null> {
  try {
    const { bavail, bsize } = await statfs(folder)
    return bavail * bsize
  } catch {
    const above = path.dirname(folder)
    return above === folder ? null : readFreeBytes(above)
  }
}

export function formatFullDisk(folder: string, freeBytes: number | null): string {
  const free = freeBytes === null ? '' : ` (${(freeBytes / 1024 / 1024).toFixed(1)} MB free)`
  return `The disk of the folder ${folder} is full${free}: make room there, then try again.`
}
