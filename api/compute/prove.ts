import { Worker } from 'node:worker_threads'
import { workerFile } from '../worker-file.ts'
import type { Progress, Solved } from './solve-model.ts'
import type { SolverJob, SolverNews } from './solver-worker.ts'

/** Megabytes that a search may take for itself: the solver's own memory comes on top and is bounded by its time. */
const MOST_HEAP_MB = 400

/** Answers a question in a thread of its own; ending the signal ends the thread, and with it the search. */
export async function prove(
  job: SolverJob,
  onProgress: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<Solved> {
  signal.throwIfAborted()
  const worker = new Worker(await workerFile(new URL('./solver-worker', import.meta.url)), {
    workerData: job,
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: MOST_HEAP_MB },
  })
  const stop = () => void worker.terminate()
  signal.addEventListener('abort', stop, { once: true })
  try {
    return await new Promise<Solved>((resolve, reject) => {
      worker.on('message', (news: SolverNews) => {
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
