import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { TargetId } from '#shared/contract/transfer/target.ts'
import type { Database } from '../../../api/db/database.ts'
import type { FileSource } from '../../../data/formats/io/file-source.ts'
import { commitStagedImport } from '../../../api/transfer/import/commit/commit-staged-import.ts'
import type { DryRunReport } from '../../../api/transfer/import/staging/import-report.ts'
import type { ImportRequest } from '../../../api/transfer/import/import-request.ts'
import { openCityTables } from '../../../api/transfer/tables/open-city-tables.ts'
import { hashFile } from '../../../api/transfer/import/hash-file.ts'
import { stageImport } from '../../../api/transfer/import/stage-import.ts'
import { readStagedBatches } from '../../../api/transfer/import/staging/staged-files.ts'

/** Stages a file and commits it at once. */
export async function importFile(
  database: Database,
  cityCode: string,
  file: FileSource,
  request: Partial<ImportRequest> & { target: TargetId },
): Promise<{ report: DryRunReport; importId: string; revision: number }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'grid-map-import-'))
  try {
    const { city, read } = await openCityTables(database, cityCode)
    const whole = { missing: 'keep', toleranceM: 0.5, day: '2020-01-01', ...request } as const
    const report = await stageImport({ file, folder, request: whole, city, read })
    const importId = randomUUID()
    const { revision } = await commitStagedImport(database, {
      city: cityCode,
      importId,
      actor: 'test',
      note: 'test',
      day: whole.day,
      report,
      fileSha256: await hashFile(file),
      steps: () => readStagedBatches(folder),
    })
    return { report, importId, revision }
  } finally {
    await rm(folder, { recursive: true })
  }
}
