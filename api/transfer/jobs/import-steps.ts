import { mkdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { ImportReport } from '#shared/contract/transfer/import-report.ts'
import type { ImportJob, ImportOptions } from '#shared/contract/transfer/imports.ts'
import { openFileSource } from '../../../data/formats/io/file-source.ts'
import type { Database } from '../../db/database.ts'
import type { DraftService } from '../../drafts/draft-service.ts'
import { AppError } from '../../errors.ts'
import { commitStagedImport } from '../import/commit/commit-staged-import.ts'
import { describeImport } from '../import/commit/describe-import.ts'
import { createDraftsFromImport } from '../import/commit/create-drafts-from-import.ts'
import { hashFile } from '../import/hash-file.ts'
import { readStagedBatches, readUnresolvedGrids } from '../import/staging/staged-files.ts'
import { openCityTables } from '../tables/open-city-tables.ts'
import { runTransferWorker } from '../worker/run-transfer-worker.ts'
import type { TransferFile } from '../worker/transfer-messages.ts'
import { addSavedMapping, buildImportRequest, getImportDay } from './build-import-request.ts'
import type { ImportJobStore } from './import-job-store.ts'
import type { ImportStepRunner } from './import-step-runner.ts'

export interface ImportSteps {
  inspect(job: ImportJob): Promise<ImportJob>
  prepare(job: ImportJob, options: ImportOptions): Promise<ImportJob>
  /** @throws AppError conflict when the import is not prepared */
  commit(job: ImportJob, by: CommitAuthor): Promise<ImportJob>
}

export interface CommitAuthor {
  actor: string
  note: string
  address: string | undefined
}

/** The steps of an import that run in the background while clients ask for their progress. */
export function createImportSteps({
  database,
  draftService,
  store,
  runner,
}: {
  database: Database
  draftService: DraftService
  store: ImportJobStore
  runner: ImportStepRunner
}): ImportSteps {
  const getStagedFolder = ({ id }: ImportJob) => path.join(store.folderOf(id), 'staged')

  return {
    inspect: (job) =>
      runner.run(
        { ...job, state: 'reading', problem: null },
        { refused: 'failed', cancelled: 'failed' },
        async (_, signal) => ({
          state: 'ready',
          found: await runTransferWorker(
            { kind: 'inspect', file: getUploadedFile(store, job) },
            { read: rejectPages, signal },
          ),
        }),
      ),

    async prepare(job, options) {
      const today = getImportDay(options, (await openCityTables(database, job.city)).city)
      return runner.run(
        {
          ...job,
          state: 'preparing',
          options: { ...options, day: today },
          report: null,
          problem: null,
          progress: { done: 0, total: null },
        },
        { refused: 'ready', cancelled: 'ready' },
        async (started, signal) => {
          const { city, read } = await openCityTables(database, job.city)
          const folder = getStagedFolder(job)
          await rm(folder, { recursive: true, force: true })
          await mkdir(folder, { recursive: true })
          const request = await addSavedMapping(
            database,
            job,
            buildImportRequest({ ...options, day: today }, city),
          )
          const report = await runTransferWorker(
            { kind: 'prepare', file: getUploadedFile(store, job), folder, request, city },
            {
              read,
              signal,
              onProgress: (done, total) => {
                started.progress = { done, total }
              },
            },
          ).catch(async (error: unknown) => {
            // a worker that is terminated does not remove its files
            await rm(folder, { recursive: true, force: true })
            throw error
          })
          return {
            state: 'prepared',
            report: ImportReport.parse(report),
            file: { ...job.file, sha256: job.file.sha256 ?? (await hashUpload(store, job)) },
          }
        },
      )
    },

    async commit(job, { actor, note, address }) {
      const { report } = job
      if ((job.state !== 'prepared' && job.state !== 'committing') || !report)
        throw new AppError('conflict', 'the import is not prepared', { state: job.state })
      const { city } = await openCityTables(database, job.city)
      const day = getImportDay(job.options, city)
      return runner.run(
        { ...job, state: 'committing', problem: null, progress: { done: 0, total: null } },
        { refused: 'ready', cancelled: 'prepared' },
        async (started, signal) => {
          const { revision } = await commitStagedImport(database, {
            city: job.city,
            importId: job.id,
            actor,
            address,
            note: note || describeImport(job.file.name, city.place),
            day,
            report,
            fileSha256: job.file.sha256 ?? '',
            steps: () => readStagedBatches(getStagedFolder(job)),
            onProgress: (done) => {
              started.progress = { done, total: report.rows.added + report.rows.changed }
            },
            signal,
          })
          const drafts = await createDraftsFromImport(
            draftService,
            { name: actor, address: address ?? null },
            {
              city: job.city,
              importId: job.id,
              revision,
              fileName: job.file.name,
              left: readUnresolvedGrids(getStagedFolder(job)),
            },
          )
          return { state: 'committed', revision, drafts }
        },
      )
    },
  }
}

/** For files that were received before uploads were hashed. */
async function hashUpload(store: ImportJobStore, job: ImportJob): Promise<string> {
  const { path: file, name } = getUploadedFile(store, job)
  const source = await openFileSource(file, name)
  try {
    return await hashFile(source)
  } finally {
    await source.close()
  }
}

/** The uploaded file of a job; what was read of its first rows is saved in the folder of the job. */
export const getUploadedFile = (store: ImportJobStore, job: ImportJob): TransferFile => ({
  path: path.join(store.folderOf(job.id), 'file'),
  name: job.file.name,
  inspections: store.folderOf(job.id),
})

/** The page reader of a task that reads no tables. */
export const rejectPages = (): Promise<never> => Promise.reject(new Error('this task reads no tables'))
