import { Worker } from 'node:worker_threads'
import { resolveWorkerEntry } from '../../threads/resolve-worker-entry.ts'
import type { SolverProgress, SolverResult } from './solve-model.ts'
import type { SolverJob, SolverMessage } from './solver-worker.ts'

/** Megabytes that a search may take for itself: the solver's own memory comes on top and is bounded by its time. */
const MOST_HEAP_MB = 400

/** Answers a question in a thread of its own; ending the signal ends the thread, and with it the search. */
export async function runSolver(
  job: SolverJob,
  onProgress: (progress: SolverProgress) => void,
  signal: AbortSignal,
): Promise<SolverResult> {
  signal.throwIfAborted()
  const worker = new Worker(await resolveWorkerEntry(new URL('./solver-worker', import.meta.url)), {
    workerData: job,
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: MOST_HEAP_MB },
  })
  const stop = () => void worker.terminate()
  signal.addEventListener('abort', stop, { once: true })
  try {
    return await new Promise<SolverResult>((resolve, reject) => {
      worker.on('message', (news: SolverMessage) => {
        if ('progress' in news) onProgress(news.progress)
        else resolve(news.solved)
      })
      worker.once('error', reject)
      worker.once('exit', () =>
        reject(signal.aborted ? signal.reason : new Error('the solver ended without an answer')),
      )
      if (signal.aborted) stop()
    })
  } finally {
    signal.removeEventListener('abort', stop)
    await worker.terminate()
  }
}
