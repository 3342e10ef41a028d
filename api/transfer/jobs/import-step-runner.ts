import type { ImportJob } from '#shared/contract/transfer/imports.ts'
import { InvalidFileError } from '../../../data/formats/model/invalid-file-error.ts'
import { AppError } from '../../errors.ts'
import type { FairQueue } from '../../runtime/fair-queue.ts'
import { explainFullDisk } from '../../runtime/files/full-disk.ts'
import type { ImportJobStore } from './import-job-store.ts'

/** What callers are told of the folder with the files of imports. */
export const IMPORT_FOLDER_NAME = 'DATA_DIR/imports'

interface RunningStep {
  job: ImportJob
  abort: AbortController
  done: Promise<void>
  cancelled: boolean
}

/** The states that a job returns to when a step is rejected or cancelled. */
export type FallbackStates = Record<'refused' | 'cancelled', ImportJob['state']>

export type StepWork = (job: ImportJob, signal: AbortSignal) => Promise<Partial<ImportJob>>

export interface ImportStepRunner {
  /**
   * Starts a step in the background, when it is its turn, and returns the job in its new state; the outcome is saved when
   * the step ends.
   *
   * @throws AppError too_many_requests when too many steps of its owner wait
   */
  run(job: ImportJob, fallback: FallbackStates, work: StepWork): Promise<ImportJob>
  /** The job of a step that runs or waits, with its progress or its place. */
  find(id: string): ImportJob | undefined
  /** Aborts a step and waits for its end; false: no step of the job is running. */
  cancel(id: string): Promise<boolean>
  /** Aborts the step of a job that is being deleted, and waits for its end. */
  stop(id: string): Promise<void>
  /** Aborts all steps but commits that run, and waits for all; the next start resumes what was aborted. */
  close(): Promise<void>
}

export function createImportStepRunner(
  store: ImportJobStore,
  queue: FairQueue,
  onFault: (error: unknown) => void,
): ImportStepRunner {
  const running = new Map<string, RunningStep>()
  let closing = false

  const toFailure = (error: unknown, fallback: FallbackStates, aborted: boolean): Partial<ImportJob> => {
    if (aborted) return { state: fallback.cancelled, problem: null }
    if (!(error instanceof InvalidFileError) && !(error instanceof AppError)) onFault(error)
    return { state: fallback.refused, problem: toProblem(error) }
  }

  const withPlace = ({ job, abort }: RunningStep): ImportJob => ({
    ...job,
    place: queue.placeOf(abort.signal),
  })

  return {
    async run(job, fallback, work) {
      queue.checkRoom(job.actor)
      await store.save(job)
      const abort = new AbortController()
      const step: RunningStep = { job, abort, cancelled: false, done: Promise.resolve() }
      running.set(job.id, step)
      const atTurn = (signal: AbortSignal) =>
        explainFullDisk(store.folderOf(job.id), () => work(job, signal), IMPORT_FOLDER_NAME)
      step.done = queue
        .run(job.actor, abort.signal, atTurn)
        .catch((error: unknown) => toFailure(error, fallback, abort.signal.aborted))
        .then(async (result) => {
          // a server that ends does not save the step as ended: the next start resumes it
          if (closing && !step.cancelled && abort.signal.aborted) return
          const ended = { ...job, progress: null, ...result }
          await store.save(ended)
          if (hasEnded(ended)) await store.clear(job.id)
        })
        .catch(onFault)
        .finally(() => running.delete(job.id))
      return withPlace(step)
    },
    find(id) {
      const step = running.get(id)
      return step && withPlace(step)
    },
    async cancel(id) {
      const step = running.get(id)
      if (!step) return false
      step.cancelled = true
      step.abort.abort()
      await step.done
      return true
    },
    async stop(id) {
      const step = running.get(id)
      step?.abort.abort()
      await step?.done
    },
    async close() {
      closing = true
      for (const { abort, job } of running.values())
        if (job.state !== 'committing' || queue.placeOf(abort.signal) !== null) abort.abort()
      await Promise.all([...running.values()].map(({ done }) => done))
    },
  }
}

export const hasEnded = ({ state }: ImportJob): boolean =>
  state === 'failed' || state === 'committed' || state === 'undone'

function toProblem(error: unknown): NonNullable<ImportJob['problem']> {
  return error instanceof InvalidFileError || error instanceof AppError
    ? { code: error.code, details: { ...error.details } }
    : { code: 'internal', details: {} }
}
