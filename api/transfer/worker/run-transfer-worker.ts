import { InvalidFileError } from '../../../data/formats/model/invalid-file-error.ts'
import { runWorkerTask } from '../../threads/run-worker-task.ts'
import type { PageReader } from '../tables/read-table-pages.ts'
import type {
  TransferOutcome,
  TransferPageRequest,
  TransferProgress,
  TransferResults,
  TransferTask,
} from './transfer-messages.ts'

/** Heap limit of the worker; a file that needs more is rejected as too large. */
const MAX_HEAP_MB = 1024

/**
 * Runs a task in a worker thread of its own, so that no request waits for it.
 *
 * @throws InvalidFileError; the error of `read`; `signal.reason` when it is aborted
 */
export async function runTransferWorker<K extends TransferTask['kind']>(
  task: Extract<TransferTask, { kind: K }>,
  {
    read,
    onProgress,
    signal,
  }: {
    read: PageReader
    onProgress?: (done: number, total: number | null) => void
    signal?: AbortSignal
  },
): Promise<TransferResults[K]> {
  let readError: unknown
  const outcome = await runWorkerTask<TransferTask, TransferOutcome, TransferProgress, TransferPageRequest>(
    new URL('./transfer-worker', import.meta.url),
    task,
    {
      maxHeapMb: MAX_HEAP_MB,
      signal,
      onEvent: ({ done, total }) => onProgress?.(done, total),
      onCall: ({ table, after }) =>
        read(table, after).catch((error: unknown) => {
          readError = error
          throw error
        }),
    },
  ).catch((error: unknown) => {
    if (isOutOfMemory(error))
      throw new InvalidFileError(
        'too_large',
        { what: 'memory', limit: `${MAX_HEAP_MB} MB` },
        { cause: error },
      )
    // the worker reports a failed read as text: the caller needs the error itself
    throw readError ?? error
  })
  if ('rejected' in outcome) throw new InvalidFileError(outcome.rejected.code, outcome.rejected.details)
  // the outcome of a task is of the task's kind
  return outcome.result as TransferResults[K]
}

const isOutOfMemory = (error: unknown) =>
  error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
