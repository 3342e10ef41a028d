import { planImport, type PlanImportInput } from './plan-import.ts'
import type { DryRunReport } from './staging/import-report.ts'
import { createStagingWriter } from './staging/staged-files.ts'

/** Runs the dry run and writes its result to a folder: all of its files, or none when it fails. */
export async function stageImport({
  folder,
  ...input
}: Omit<PlanImportInput, 'staging'> & { folder: string }): Promise<DryRunReport> {
  const staging = createStagingWriter(folder)
  try {
    const report = await planImport({ ...input, staging })
    await staging.finish()
    return report
  } catch (error) {
    await staging.abandon()
    throw error
  }
}
