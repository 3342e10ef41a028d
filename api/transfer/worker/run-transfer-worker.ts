import { Worker } from 'node:worker_threads'
import type { PageReader } from '../tables/read-table-pages.ts'
import { InvalidFileError } from '../../../data/formats/model/invalid-file-error.ts'
import { resolveWorkerEntry } from '../../threads/resolve-worker-entry.ts'
import type {
  TransferWorkerMessage,
  TransferWorkerReply,
  TransferResults,
  TransferTask,
} from './transfer-messages.ts'

/** A file's memory is bounded; what asks for more than this is not one of ours. */
const MOST_HEAP_MB = 1024

/**
 * Does a task in a thread of its own, so that nobody else waits for it.
 *
 * @throws FileRefused; AbortError when `signal` ends it
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
  signal?.throwIfAborted()
  const worker = new Worker(
    await (threadFile ??= resolveWorkerEntry(new URL('./transfer-worker', import.meta.url))),
    {
      execArgv: [],
      workerData: task,
      resourceLimits: { maxOldGenerationSizeMb: MOST_HEAP_MB },
    },
  )
  const stop = () => void worker.terminate()
  signal?.addEventListener('abort', stop)
  try {
    return await new Promise<TransferResults[K]>((resolve, reject) => {
      worker.on('message', (message: TransferWorkerMessage) => {
        switch (message.say) {
          case 'read': {
            const answer = (page: TransferWorkerReply['page']) =>
              worker.postMessage({ id: message.id, page } satisfies TransferWorkerReply)
            read(message.table, message.after).then(answer, (error: unknown) => {
              answer(null)
              reject(error instanceof Error ? error : new Error(String(error)))
            })
            break
          }
          case 'progress':
            return onProgress?.(message.done, message.total)
          // the outcome of a task is of the task's kind
          case 'done':
            return resolve(message.outcome as TransferResults[K])
          case 'refused':
            return reject(new InvalidFileError(message.code, message.details))
          case 'failed':
            return reject(new Error(message.message))
        }
      })
      worker.on('error', (error) =>
        reject(
          hasNoMemory(error)
            ? new InvalidFileError(
                'too_large',
                { what: 'memory', limit: `${MOST_HEAP_MB} MB` },
                { cause: error },
              )
            : error,
        ),
      )
      worker.on('exit', () => reject(signal?.aborted ? signal.reason : new Error('the thread has ended')))
    })
  } finally {
    signal?.removeEventListener('abort', stop)
    await worker.terminate()
  }
}

let threadFile: Promise<URL> | undefined

const hasNoMemory = (error: unknown) =>
  error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
