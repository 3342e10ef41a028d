import { writeExport } from '../../../data/exporters/write-export.ts'
import { openFileSource } from '../../../data/formats/file-source.ts'
import { describeFile } from '../../../data/importers/describe-file.ts'
import { previewImport } from '../../../data/importers/preview-import.ts'
import { stageImport } from '../../../data/importers/run/stage-import.ts'
import { lookAtFile } from '../../../data/importers/understand-layer.ts'
import type { ReadPage } from '../../../data/tables/read-pages.ts'
import type { TaskFile, TransferOutcomes, TransferTask } from './worker-messages.ts'

type Outcome = TransferOutcomes[TransferTask['kind']]

export async function runTask(
  task: TransferTask,
  read: ReadPage,
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
      return withFile(task.file, (file) => lookAtFile(file, task.request, task.city, read))
    case 'preview':
      return withFile(task.file, (file) => previewImport(file, task.request, task.crs))
    case 'export':
      return writeExport(task.path, task.plan, read, onProgress)
  }
}

async function withFile<T>(
  { path, name }: TaskFile,
  work: (file: Awaited<ReturnType<typeof openFileSource>>) => Promise<T>,
): Promise<T> {
  const file = await openFileSource(path, name)
  try {
    return await work(file)
  } finally {
    await file.close()
  }
}
