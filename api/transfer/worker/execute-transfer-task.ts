import { writeExport } from '../export/write-export.ts'
import { openFileSource } from '../../../data/formats/io/file-source.ts'
import { describeFile } from '../import/describe-file.ts'
import { previewImport } from '../import/preview-import.ts'
import { stageImport } from '../import/stage-import.ts'
import { detectLayerInFile } from '../import/detect-layer.ts'
import type { PageReader } from '../tables/read-table-pages.ts'
import type { TransferFile, TransferResults, TransferTask } from './transfer-messages.ts'

type Outcome = TransferResults[TransferTask['kind']]

export async function executeTransferTask(
  task: TransferTask,
  read: PageReader,
  onProgress: (done: number, total: number | null) => void,
): Promise<Outcome> {
  switch (task.kind) {
    case 'inspect':
      return withFile(task.file, (file) => describeFile(file, { encoding: task.encoding }))
    case 'prepare':
      return withFile(task.file, (file) =>
        stageImport({ file, folder: task.folder, request: task.request, city: task.city, read, onProgress }),
      )
    case 'look':
      return withFile(task.file, (file) => detectLayerInFile(file, task.request, task.city, read))
    case 'preview':
      return withFile(task.file, (file) => previewImport(file, task.request, task.crs))
    case 'export':
      return writeExport(task.path, task.plan, read, onProgress)
  }
}

async function withFile<T>(
  { path, name }: TransferFile,
  work: (file: Awaited<ReturnType<typeof openFileSource>>) => Promise<T>,
): Promise<T> {
  const file = await openFileSource(path, name)
  try {
    return await work(file)
  } finally {
    await file.close()
  }
}
