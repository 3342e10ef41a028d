import { rename, rm } from 'node:fs/promises'
import { createReadStream } from 'node:fs'
import { systemOf } from '../../../data/coordinates/system-of.ts'
import { exportLayer } from '../../../data/exporters/export-layer.ts'
import { openFileSource } from '../../../data/formats/file-source.ts'
import { writerOf } from '../../../data/formats/writers.ts'
import { encodeText } from '../../../data/formats/text/encode-text.ts'
import { writeArchive } from '../../../data/formats/zip/write-archive.ts'
import { describeFile } from '../../../data/importers/describe-file.ts'
import { previewImport } from '../../../data/importers/preview-import.ts'
import { stageImport } from '../../../data/importers/run/stage-import.ts'
import { lookAtFile } from '../../../data/importers/understand-layer.ts'
import type { ReadPage } from '../../../data/tables/read-pages.ts'
import type { TaskFile, TransferOutcomes, TransferTask } from './worker-messages.ts'

type Outcome = TransferOutcomes[TransferTask['kind']]

export async function runTask(task: TransferTask, read: ReadPage, onProgress: (done: number, total: number | null) => void): Promise<Outcome> {
  switch (task.kind) {
    case 'inspect': return withFile(task.file, (file) => describeFile(file, { encoding: task.encoding }))
    case 'prepare': return withFile(task.file, (file) => stageImport({ file, folder: task.folder, request: task.request, city: task.city, read, onProgress }))
    case 'look': return withFile(task.file, (file) => lookAtFile(file, task.request, task.city, read))
    case 'preview': return withFile(task.file, (file) => previewImport(file, task.request, task.crs))
    case 'export': return writeExport(task, read, onProgress)
  }
}

async function withFile<T>({ path, name }: TaskFile, work: (file: Awaited<ReturnType<typeof openFileSource>>) => Promise<T>): Promise<T> {
  const file = await openFileSource(path, name)
  try {
    return await work(file)
  } finally {
    await file.close()
  }
}

async function writeExport(task: Extract<TransferTask, { kind: 'export' }>, read: ReadPage, onProgress: (done: number, total: number | null) => void): Promise<{ features: number }> {
  const writer = writerOf(task.format)
  const system = systemOf(task.crs)
  if (!writer || !system) throw new Error(`there is no ${task.format} in ${task.crs}`)
  let features = 0
  const layers = task.targets.map((target) => exportLayer({ target, unit: task.unit, date: task.date, headings: task.headings }, keptPages(read), system)).map((layer) => ({
    ...layer,
    async *rows() {
      for await (const rows of layer.rows()) {
        features += rows.length
        onProgress(features, null)
        yield rows
      }
    },
  }))
  await writer.write({ layers, system, metadata: task.metadata, encoding: task.encoding, path: task.path })
  if (task.zip) {
    const inner = `${task.path}.inner`
    await rename(task.path, inner)
    await writeArchive(task.path, [
      { name: task.zip.name, content: () => createReadStream(inner) },
      { name: 'metadata.json', content: () => encodeText(JSON.stringify(task.metadata, null, 2), 'utf-8') },
    ])
    await rm(inner)
  }
  return { features }
}

/** Characters of pages that are kept: some formats walk through their rows two or three times. */
const MOST_KEPT = 96 * 1024 * 1024

function keptPages(read: ReadPage): ReadPage {
  const pages = new Map<string, Awaited<ReturnType<ReadPage>>>()
  let kept = 0
  return async (table, after) => {
    const key = `${table} ${after}`
    const known = pages.get(key)
    if (known) return known
    const page = await read(table, after)
    kept += page.rows.length
    if (kept <= MOST_KEPT) pages.set(key, page)
    return page
  }
}
