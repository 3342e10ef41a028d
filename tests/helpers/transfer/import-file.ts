import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { TargetId } from '#shared/contract/transfer-targets.ts'
import type { Database } from '../../../api/db/database.ts'
import type { FileSource } from '../../../data/formats/file-source.ts'
import { commitImport } from '../../../data/importers/commit/commit-import.ts'
import type { ImportReport, ImportRequest } from '../../../data/importers/prepare-import.ts'
import { openBase } from '../../../data/importers/run/base-reader.ts'
import { stageImport } from '../../../data/importers/run/stage-import.ts'
import { readStaged } from '../../../data/importers/staging/staged-file.ts'

/** Stages a file and commits it at once. */
export async function importFile(
  database: Database,
  cityCode: string,
  file: FileSource,
  request: Partial<ImportRequest> & { target: TargetId },
): Promise<{ report: ImportReport; importId: string; revision: number }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'grid-map-import-'))
  try {
    const { city, read } = await openBase(database, cityCode)
    const whole = { missing: 'keep', toleranceM: 0.5, day: '2020-01-01', ...request } as const
    const { report, fileSha256 } = await stageImport({ file, folder, request: whole, city, read })
    const importId = randomUUID()
    const { revision } = await commitImport(database, {
      city: cityCode,
      importId,
      actor: 'test',
      note: 'test',
      day: whole.day,
      report,
      fileSha256,
      steps: () => readStaged(folder),
    })
    return { report, importId, revision }
  } finally {
    await rm(folder, { recursive: true })
  }
}
