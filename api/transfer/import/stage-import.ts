import { createHash } from 'node:crypto'
import type { FileSource } from '../../../data/formats/io/file-source.ts'
import type { PageReader } from '../tables/read-table-pages.ts'
import type { CityVersion } from '../tables/open-city-tables.ts'
import { planImport } from './plan-import.ts'
import type { DryRunReport } from './staging/import-report.ts'
import type { ImportRequest } from './import-request.ts'
import { createStagingWriter } from './staging/staged-files.ts'

export interface StagedImport {
  report: DryRunReport
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
  city: CityVersion
  read: PageReader
  onProgress?: (rows: number, of: number | null) => void
  signal?: AbortSignal
}): Promise<StagedImport> {
  const staging = createStagingWriter(folder)
  try {
    const fileSha256 = await hashOf(file)
    const report = await planImport({
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
