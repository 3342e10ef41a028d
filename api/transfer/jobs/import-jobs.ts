import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import { createWriteStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { toLocalDay } from '#shared/city/local-day.ts'
import { ImportReport } from '#shared/contract/transfer/import-report.ts'
import {
  type getImportPreview,
  type ImportJob,
  type ImportOptions,
  type detectImport,
  MAX_UPLOAD_BYTES,
} from '#shared/contract/transfer/imports.ts'
import { InvalidFileError } from '../../../data/formats/model/invalid-file-error.ts'
import { commitStagedImport } from '../import/commit/commit-staged-import.ts'
import { openCityTables } from '../tables/open-city-tables.ts'
import { findSavedMapping } from '../import/commit/saved-mapping.ts'
import { readUnresolvedGrids, readStagedBatches } from '../import/staging/staged-files.ts'
import type { ImportRequest } from '../import/import-request.ts'
import type { Database } from '../../db/database.ts'
import { createDraftsFromImport } from '../import/commit/create-drafts-from-import.ts'
import type { DraftService } from '../../drafts/draft-service.ts'
import { AppError } from '../../errors.ts'
import { runTransferWorker } from '../worker/run-transfer-worker.ts'
import { openImportJobStore } from './import-job-store.ts'
import type { DetectionRequest } from '../worker/transfer-messages.ts'

export interface ImportJobs {
  start(
    city: string,
    upload: { name: string; actor: string; body: ReadableStream<Uint8Array> | null },
  ): Promise<ImportJob>
  list(city: string): Promise<ImportJob[]>
  /** @throws AppError not_found */
  get(city: string, id: string): Promise<ImportJob>
  prepare(job: ImportJob, options: ImportOptions): Promise<ImportJob>
  look(job: ImportJob, request: DetectionRequest): Promise<ImportLook>
  preview(job: ImportJob, asked: PreviewRequest): Promise<string>
  commit(job: ImportJob, by: { actor: string; note: string; address: string | undefined }): Promise<ImportJob>
  /** Ends the step that is under way: what it had done is taken back, and what it had written into files goes. */
  cancel(job: ImportJob): Promise<ImportJob>
  remove(job: ImportJob): Promise<void>
  markUndone(city: string, id: string): Promise<void>
  folderOf(id: string): string
  /** Takes up what was under way when the server ended. */
  resume(): Promise<void>
  /** Stops what is under way; it is taken up at the next start. */
  close(): Promise<void>
}

type ImportLook = z.output<typeof detectImport.answer>
type PreviewRequest = z.output<typeof getImportPreview.query>

interface Running {
  job: ImportJob
  abort: AbortController
  done: Promise<void>
  cancelled: boolean
}

/** Imports as jobs of the server: each step runs on its own while callers ask how far it is. */
export function openImportJobs({
  database,
  desk,
  folder,
  onFault,
}: {
  database: Database
  desk: DraftService
  folder: string
  onFault: (error: unknown) => void
}): ImportJobs {
  const store = openImportJobStore(folder)
  const running = new Map<string, Running>()
  let closing = false

  const current = async (id: string) => running.get(id)?.job ?? (await store.load(id))

  /** Does a step's work; whatever comes of it is written down. `back`: the states that it leads back to. */
  const run = async (
    job: ImportJob,
    back: Record<'refused' | 'cancelled', ImportJob['state']>,
    work: (job: ImportJob, signal: AbortSignal) => Promise<Partial<ImportJob>>,
  ): Promise<ImportJob> => {
    await store.save(job)
    const abort = new AbortController()
    const entry: Running = { job, abort, cancelled: false, done: Promise.resolve() }
    running.set(job.id, entry)
    entry.done = work(job, abort.signal)
      .then(
        (result) => ({ ...job, progress: null, ...result }),
        (error: unknown) => {
          if (!(error instanceof InvalidFileError) && !(error instanceof AppError) && !abort.signal.aborted)
            onFault(error)
          const outcome = abort.signal.aborted
            ? { state: back.cancelled, problem: null }
            : { state: back.refused, problem: problemOf(error) }
          return { ...job, progress: null, ...outcome }
        },
      )
      .then(async (result) => {
        // a server that ends leaves the step as it is: the next start takes it up
        if (closing && !entry.cancelled && abort.signal.aborted) return
        await store.save(result)
        if (hasEnded(result)) await store.clear(job.id)
      })
      .catch(onFault)
      .finally(() => running.delete(job.id))
    return job
  }

  const inspect = (job: ImportJob) =>
    run(
      { ...job, state: 'reading', problem: null },
      { refused: 'failed', cancelled: 'failed' },
      async (_, signal) => ({
        state: 'ready',
        found: await runTransferWorker(
          { kind: 'inspect', file: fileOf(job), encoding: undefined },
          { read: noPages, signal },
        ),
      }),
    )

  const fileOf = (job: ImportJob) => ({
    path: path.join(store.folderOf(job.id), 'file'),
    name: job.file.name,
  })

  const prepare = (job: ImportJob, asked: ImportOptions) =>
    run(
      {
        ...job,
        state: 'preparing',
        options: { ...asked, day: dayOf(asked) },
        report: null,
        problem: null,
        progress: { done: 0, total: null },
      },
      { refused: 'ready', cancelled: 'ready' },
      async (started, signal) => {
        const { city, read } = await openCityTables(database, job.city)
        const staged = path.join(store.folderOf(job.id), 'staged')
        await rm(staged, { recursive: true, force: true })
        await mkdir(staged, { recursive: true })
        const request = await withRemembered(database, job, requestOf(asked))
        const { report, fileSha256 } = await runTransferWorker(
          { kind: 'prepare', file: fileOf(job), folder: staged, request, city },
          {
            read,
            signal,
            onProgress: (done, total) => {
              started.progress = { done, total }
            },
          },
        ).catch(async (error: unknown) => {
          // a thread that is ended clears nothing away
          await rm(staged, { recursive: true, force: true })
          throw error
        })
        return {
          state: 'prepared',
          report: ImportReport.parse(report),
          file: { ...job.file, sha256: fileSha256 },
        }
      },
    )

  const commit = (job: ImportJob, by: { actor: string; note: string; address: string | undefined }) => {
    const { report } = job
    if ((job.state !== 'prepared' && job.state !== 'committing') || !report)
      throw new AppError('conflict', 'the import is not prepared', { state: job.state })
    return run(
      { ...job, state: 'committing', problem: null, progress: { done: 0, total: null } },
      { refused: 'ready', cancelled: 'prepared' },
      async (started, signal) => {
        const { revision } = await commitStagedImport(database, {
          city: job.city,
          importId: job.id,
          actor: by.actor,
          address: by.address,
          note: by.note || `导入 ${job.file.name}`,
          day: dayOf(job.options),
          report,
          fileSha256: job.file.sha256 ?? '',
          steps: () => readStagedBatches(path.join(store.folderOf(job.id), 'staged')),
          onProgress: (done) => {
            started.progress = { done, total: report.rows.added + report.rows.changed }
          },
          signal,
        })
        const drafts = await createDraftsFromImport(
          desk,
          { name: by.actor, address: by.address ?? null },
          {
            city: job.city,
            importId: job.id,
            revision,
            fileName: job.file.name,
            left: readUnresolvedGrids(path.join(store.folderOf(job.id), 'staged')),
          },
        )
        return { state: 'committed', revision, drafts }
      },
    )
  }

  return {
    folderOf: store.folderOf,
    async start(city, { name, actor, body }) {
      const job: ImportJob = {
        id: randomUUID(),
        city,
        file: { name, bytes: 0, sha256: null },
        actor,
        createdAt: new Date().toISOString(),
        state: 'reading',
        progress: null,
        found: null,
        options: null,
        report: null,
        revision: null,
        drafts: [],
        problem: null,
      }
      await mkdir(store.folderOf(job.id), { recursive: true })
      try {
        job.file.bytes = await receive(body, path.join(store.folderOf(job.id), 'file'))
      } catch (error) {
        await store.remove(job.id)
        throw error
      }
      return inspect(job)
    },
    async list(city) {
      return (await store.list())
        .filter((job) => job.city === city)
        .map((job) => running.get(job.id)?.job ?? job)
    },
    async get(city, id) {
      const job = await current(id)
      if (job?.city !== city) throw new AppError('not_found', 'there is no such import', { import: id })
      return job
    },
    async prepare(job, options) {
      if (!['ready', 'prepared'].includes(job.state))
        throw new AppError('conflict', 'the import is not ready', { state: job.state })
      return prepare(job, options)
    },
    async look(job, request) {
      if (!job.found) throw new AppError('conflict', 'the file has not been read', { state: job.state })
      const { city, read } = await openCityTables(database, job.city)
      const known = await remembered(database, job, request)
      const mapping = request.mapping ?? known?.mapping
      const found = await refusedAsProblem(
        runTransferWorker(
          { kind: 'look', file: fileOf(job), request: { ...request, mapping }, city },
          { read },
        ),
      )
      return {
        ...found,
        remembered: known && { usedAt: known.usedAt, crs: known.crs, encoding: known.encoding },
      }
    },
    async preview(job, { crs, target, layer, encoding }) {
      const { options, report } = job
      const prepared =
        options && report
          ? { ...requestOf(options), mapping: report.mapping, layer: report.file.layer }
          : null
      const asked = target && { ...requestOf({ target, layer, encoding, missing: 'keep', toleranceM: 0 }) }
      const request = asked ?? prepared
      if (!request) throw new AppError('conflict', 'the import is not prepared', { state: job.state })
      const system = crs ?? report?.crs.used
      if (system == null) return '{"type":"FeatureCollection","features":[]}'
      return refusedAsProblem(
        runTransferWorker(
          {
            kind: 'preview',
            file: fileOf(job),
            request: asked ? await withRemembered(database, job, request) : request,
            crs: system,
          },
          { read: noPages },
        ),
      )
    },
    async commit(job, by) {
      return job.state === 'committing' && running.has(job.id) ? job : commit(job, by)
    },
    async cancel(job) {
      const entry = running.get(job.id)
      if (!entry) throw new AppError('conflict', 'there is nothing to cancel', { state: job.state })
      entry.cancelled = true
      entry.abort.abort()
      await entry.done
      return (await store.load(job.id)) ?? job
    },
    async remove(job) {
      const entry = running.get(job.id)
      if (entry?.job.state === 'committing')
        throw new AppError('conflict', 'the import is being committed', { state: 'committing' })
      entry?.abort.abort()
      await entry?.done
      await store.remove(job.id)
    },
    async markUndone(city, id) {
      const job = await current(id)
      if (job?.city === city && job.state === 'committed') await store.save({ ...job, state: 'undone' })
    },
    async resume() {
      await store.sweep()
      for (const job of await store.list()) {
        if (hasEnded(job)) await store.clear(job.id)
        else if (job.state === 'reading') await inspect(job)
        else if (job.state === 'preparing' && job.options) await prepare(job, job.options)
        else if (job.state === 'committing')
          await commit(job, { actor: job.actor, note: '', address: undefined })
      }
    },
    async close() {
      closing = true
      for (const { abort, job } of running.values()) if (job.state !== 'committing') abort.abort()
      await Promise.all([...running.values()].map(({ done }) => done))
    },
  }
}

const hasEnded = ({ state }: ImportJob) => state === 'failed' || state === 'committed' || state === 'undone'

const noPages = () => Promise.reject(new Error('this step reads no tables'))

function problemOf(error: unknown): NonNullable<ImportJob['problem']> {
  if (error instanceof InvalidFileError) return { code: error.code, details: { ...error.details } }
  return error instanceof AppError
    ? { code: error.code, details: { ...error.details } }
    : { code: 'internal', details: {} }
}

const requestOf = (options: ImportOptions): ImportRequest => ({ ...options, day: dayOf(options) })

/** From which an import's changes hold: today, unless somebody has said otherwise. */
const dayOf = (options: ImportOptions | null): string => options?.day ?? toLocalDay(Date.now())

async function remembered(
  database: Database,
  { city, found }: ImportJob,
  { target, layer }: Pick<ImportRequest, 'target' | 'layer'>,
) {
  const { columns } = found?.layers.find(({ name }) => name === layer) ?? found?.layers[0] ?? {}
  return columns ? findSavedMapping(database, city, target, columns) : null
}

/** A file with the columns of an earlier one is read as that one was, unless somebody says otherwise. */
async function withRemembered(
  database: Database,
  job: ImportJob,
  request: ImportRequest,
): Promise<ImportRequest> {
  const known = request.mapping === undefined ? await remembered(database, job, request) : null
  return known ? { ...request, mapping: known.mapping } : request
}

async function refusedAsProblem<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked
  } catch (error) {
    if (error instanceof InvalidFileError)
      throw new AppError('unprocessable', error.message, { reason: error.code, ...error.details })
    throw error
  }
}

async function receive(body: ReadableStream<Uint8Array> | null, file: string): Promise<number> {
  if (!body) throw new AppError('invalid_request', 'there is no file in the request', { place: 'body' })
  let bytes = 0
  const counter = new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      bytes += chunk.length
      if (bytes > MAX_UPLOAD_BYTES)
        done(new AppError('too_large', 'the file is larger than 1 GB', { limitBytes: MAX_UPLOAD_BYTES }))
      else done(null, chunk)
    },
  })
  await pipeline(Readable.from(chunksOf(body)), counter, createWriteStream(file))
  return bytes
}

async function* chunksOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = body.getReader()
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) yield read.value
  } finally {
    reader.releaseLock()
  }
}
