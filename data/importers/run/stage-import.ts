import { createHash } from 'node:crypto'
import type { FileSource } from '../../formats/file-source.ts'
import type { ReadPage } from '../../tables/read-pages.ts'
import type { BaseCity } from '../base/city-base.ts'
import { type ImportReport, type ImportRequest, prepareImport } from '../prepare-import.ts'
import { writeStaged } from '../staging/staged-file.ts'

export interface StagedImport {
  report: ImportReport
  fileSha256: string
}

/** The dry run, with its result on disk: `steps` and `outcomes` in the folder, whole or not at all. */
export async function stageImport({
  file,
  folder,
  request,
  city,
  read,
  onProgress,
  signal,
}: {
  file: FileSource
  folder: string
  request: ImportRequest
  city: BaseCity
  read: ReadPage
  onProgress?: (rows: number, of: number | null) => void
  signal?: AbortSignal
}): Promise<StagedImport> {
  const staging = writeStaged(folder)
  try {
    const fileSha256 = await hashOf(file)
    const report = await prepareImport({
      file,
      request,
      city,
      read,
      staging,
      ...(onProgress ? { onProgress } : {}),
      ...(signal ? { signal } : {}),
    })
    await staging.finish()
    return { report, fileSha256 }
  } catch (error) {
    await staging.abandon()
    throw error
  }
}

async function hashOf(file: FileSource): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of file.stream()) hash.update(chunk)
  return hash.digest('hex')
}
