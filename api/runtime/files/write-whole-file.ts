import { mkdir, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { explainFullDisk } from './full-disk.ts'
import { nameUnfinished, removeUnfinished } from './unfinished-files.ts'

/**
 * Lets `write` fill a file, which appears under its name when it is complete. What killed processes have left of the same
 * file is removed.
 *
 * @param write may write further files beside the one that it is given
 * @throws AppError disk_full
 */
export async function writeWholeFile<T>(file: string, write: (draft: string) => Promise<T>): Promise<T> {
  await removeUnfinished(file)
  const folder = nameUnfinished(file)
  return explainFullDisk(path.dirname(file), async () => {
    try {
      await mkdir(folder, { mode: 0o700 })
      const draft = path.join(folder, 'file')
      const outcome = await write(draft)
      await rename(draft, file)
      return outcome
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  })
}
