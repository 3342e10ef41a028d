import { writeExport } from '../export/write-export.ts'
import { openFileSource } from '../../../data/formats/io/file-source.ts'
import { describeInspection } from '../import/describe-inspection.ts'
import { findLayer } from '../import/inspect-file.ts'
import { loadInspection } from '../import/saved-inspection.ts'
import { previewImport } from '../import/preview-import.ts'
import { stageImport } from '../import/stage-import.ts'
import { detectInspectedLayer } from '../import/detect-layer.ts'
import type { PageReader } from '../tables/read-table-pages.ts'
import type { TransferResults, TransferTask } from './transfer-messages.ts'

type Outcome = TransferResults[TransferTask['kind']]

/** Executes a task inside a worker thread. @throws InvalidFileError */
export async function executeTransferTask(
  task: TransferTask,
  read: PageReader,
  onProgress: (done: number, total: number | null) => void,
): Promise<Outcome> {
  switch (task.kind) {
    case 'inspect':
      return describeInspection(await loadInspection(task.file, task.file.inspections, {}))
    case 'detect': {
      const inspection = await loadInspection(task.file, task.file.inspections, task.request)
      return detectInspectedLayer(inspection, task.request, task.city, read)
    }
    case 'preview':
      return previewImport(
        await loadInspection(task.file, task.file.inspections, task.request),
        task.request,
        task.crs,
      )
    case 'prepare':
      return prepareImport(task, read, onProgress)
    case 'export':
      return writeExport(task.path, task.plan, read, onProgress)
  }
}

/** The second and last time that an uploaded file is read: all of its rows. */
async function prepareImport(
  { file: { path, name, inspections }, folder, request, city }: Extract<TransferTask, { kind: 'prepare' }>,
  read: PageReader,
  onProgress: (done: number, total: number | null) => void,
): Promise<Outcome> {
  const { layers } = await loadInspection({ path, name }, inspections, request)
  const inspection = findLayer(layers, request.layer)
  const file = await openFileSource(path, name)
  try {
    return await stageImport({ file, inspection, folder, request, city, read, onProgress })
  } finally {
    await file.close()
  }
}
