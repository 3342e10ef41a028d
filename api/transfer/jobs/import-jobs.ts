import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import type { z } from 'zod'
import type {
  detectImport,
  getImportPreview,
  ImportJob,
  ImportOptions,
} from '#shared/contract/transfer/imports.ts'
import { InvalidFileError } from '../../../data/formats/model/invalid-file-error.ts'
import type { Database } from '../../db/database.ts'
import type { DraftService } from '../../drafts/draft-service.ts'
import { AppError } from '../../errors.ts'
import type { FairQueue } from '../../runtime/fair-queue.ts'
import { explainFullDisk } from '../../runtime/files/full-disk.ts'
import { openCityTables } from '../tables/open-city-tables.ts'
import { runTransferWorker } from '../worker/run-transfer-worker.ts'
import type { DetectionRequest, TransferFile } from '../worker/transfer-messages.ts'
import { addSavedMapping, buildImportRequest, findMappingOfJob } from './build-import-request.ts'
import { openImportJobStore } from './import-job-store.ts'
import { createImportStepRunner, hasEnded, IMPORT_FOLDER_NAME } from './import-step-runner.ts'
import { type CommitAuthor, createImportSteps, getUploadedFile, rejectPages } from './import-steps.ts'
import { receiveUpload } from './receive-upload.ts'

export interface ImportJobs {
  start(
    city: string,
    upload: { name: string; actor: string; body: ReadableStream<Uint8Array> | null },
  ): Promise<ImportJob>
  list(city: string): Promise<ImportJob[]>
  /** @throws AppError not_found */
  get(city: string, id: string): Promise<ImportJob>
  prepare(job: ImportJob, options: ImportOptions): Promise<ImportJob>
  /** Ends with `signal`. @throws AppError conflict when the file is no longer kept */
  detect(job: ImportJob, request: DetectionRequest, signal?: AbortSignal): Promise<ImportDetection>
  /** GeoJSON as text. Ends with `signal`. @throws AppError conflict when the file is no longer kept */
  preview(job: ImportJob, query: PreviewQuery, signal?: AbortSignal): Promise<string>
  commit(job: ImportJob, by: CommitAuthor): Promise<ImportJob>
  /** Ends the running step: its changes are rolled back and the files that it has written are removed. */
  cancel(job: ImportJob): Promise<ImportJob>
  remove(job: ImportJob): Promise<void>
  markUndone(city: string, id: string): Promise<void>
  folderOf(id: string): string
  /** Resumes the steps that were running when the server ended. */
  resume(): Promise<void>
  /** Stops the running steps; the next start resumes them. */
  close(): Promise<void>
}

type ImportDetection = z.output<typeof detectImport.answer>
type PreviewQuery = z.output<typeof getImportPreview.query>

/** Imports as jobs of the server: each step runs in the background while clients ask for its progress. */
export function openImportJobs({
  database,
  draftService,
  folder,
  queue,
  onFault,
}: {
  database: Database
  draftService: DraftService
  folder: string
  /** Turns of the steps, by the name of the owner. */
  queue: FairQueue
  onFault: (error: unknown) => void
}): ImportJobs {
  const store = openImportJobStore(folder)
  const runner = createImportStepRunner(store, queue, onFault)
  const steps = createImportSteps({ database, draftService, store, runner })
  const find = async (id: string) => runner.find(id) ?? (await store.load(id))
  /** The file of a job goes when the job ends or is deleted, which may happen while it is read. */
  const readUpload = async <T>(job: ImportJob, read: (file: TransferFile) => Promise<T>): Promise<T> => {
    const file = getUploadedFile(store, job)
    try {
      return await toUnprocessable(read(file))
    } catch (error) {
      if (existsSync(file.path)) throw error
      const { state } = (await find(job.id)) ?? { state: 'deleted' }
      throw new AppError('conflict', 'the file of the import is no longer kept', { state }, { cause: error })
    }
  }

  return {
    folderOf: store.folderOf,
    async start(city, { name, actor, body }) {
      // before the file is received
      queue.checkRoom(actor)
      const job = createJob(city, name, actor)
      try {
        await explainFullDisk(
          folder,
          async () => {
            await mkdir(store.folderOf(job.id), { recursive: true })
            Object.assign(job.file, await receiveUpload(body, path.join(store.folderOf(job.id), 'file')))
          },
          IMPORT_FOLDER_NAME,
        )
      } catch (error) {
        await store.remove(job.id)
        throw error
      }
      return steps.inspect(job)
    },
    async list(city) {
      const jobs = await store.list()
      return jobs.filter((job) => job.city === city).map((job) => runner.find(job.id) ?? job)
    },
    async get(city, id) {
      const job = await find(id)
      if (job?.city !== city) throw new AppError('not_found', 'there is no such import', { import: id })
      return job
    },
    async prepare(job, options) {
      if (!['ready', 'prepared'].includes(job.state))
        throw new AppError('conflict', 'the import is not ready', { state: job.state })
      return steps.prepare(job, options)
    },
    async detect(job, request, signal) {
      if (!job.found) throw new AppError('conflict', 'the file has not been read', { state: job.state })
      const { city, read } = await openCityTables(database, job.city)
      const saved = await findMappingOfJob(database, job, request)
      const mapping = request.mapping ?? saved?.mapping
      const detection = await readUpload(job, (file) =>
        runTransferWorker({ kind: 'detect', file, request: { ...request, mapping }, city }, { read, signal }),
      )
      return {
        ...detection,
        remembered: saved && { usedAt: saved.usedAt, crs: saved.crs, encoding: saved.encoding },
      }
    },
    async preview(job, { crs, target, layer, encoding, headRow }, signal) {
      const { options, report } = job
      const { city } = await openCityTables(database, job.city)
      const prepared =
        options && report
          ? { ...buildImportRequest(options, city), mapping: report.mapping, layer: report.file.layer }
          : null
      const requested =
        target &&
        buildImportRequest({ target, layer, encoding, headRow, missing: 'keep', toleranceM: 0 }, city)
      const request = requested ? await addSavedMapping(database, job, requested) : prepared
      if (!request) throw new AppError('conflict', 'the import is not prepared', { state: job.state })
      const system = crs ?? report?.crs.used
      if (system == null) return '{"type":"FeatureCollection","features":[]}'
      return readUpload(job, (file) =>
        runTransferWorker({ kind: 'preview', file, request, crs: system }, { read: rejectPages, signal }),
      )
    },
    async commit(job, by) {
      return job.state === 'committing' && runner.find(job.id) ? job : steps.commit(job, by)
    },
    async cancel(job) {
      if (!(await runner.cancel(job.id)))
        throw new AppError('conflict', 'there is nothing to cancel', { state: job.state })
      return (await store.load(job.id)) ?? job
    },
    async remove(job) {
      if (runner.find(job.id)?.state === 'committing')
        throw new AppError('conflict', 'the import is being committed', { state: 'committing' })
      await runner.stop(job.id)
      await store.remove(job.id)
    },
    async markUndone(city, id) {
      const job = await find(id)
      if (job?.city === city && job.state === 'committed') await store.save({ ...job, state: 'undone' })
    },
    async resume() {
      await store.sweep()
      for (const job of await store.list()) {
        if (hasEnded(job)) await store.clear(job.id)
        else if (job.state === 'reading') await steps.inspect(job)
        else if (job.state === 'preparing' && job.options) await steps.prepare(job, job.options)
        else if (job.state === 'committing')
          await steps.commit(job, { actor: job.actor, note: '', address: undefined })
      }
    },
    close: runner.close,
  }
}

const createJob = (city: string, name: string, actor: string): ImportJob => ({
  id: randomUUID(),
  city,
  file: { name, bytes: 0, sha256: null },
  actor,
  createdAt: new Date().toISOString(),
  state: 'reading',
  progress: null,
  place: null,
  found: null,
  options: null,
  report: null,
  revision: null,
  drafts: [],
  problem: null,
})

/** Turns an unusable file into an error of the API. */
async function toUnprocessable<T>(result: Promise<T>): Promise<T> {
  try {
    return await result
  } catch (error) {
    if (error instanceof InvalidFileError)
      throw new AppError('unprocessable', error.message, { reason: error.code, ...error.details })
    throw error
  }
}
