import { runWorkerTask } from '../../threads/run-worker-task.ts'
import type { SolverProgress, SolverResult } from './solve-model.ts'
import type { SolverJob } from './solver-worker.ts'

/** Megabytes of the search's own heap; the solver's WebAssembly memory is not part of it and is bounded by time. */
const MAX_HEAP_MB = 400

/** Solves a model in a worker thread of its own; aborting the signal ends the thread, and with it the search. */
export function runSolver(
  job: SolverJob,
  onProgress: (progress: SolverProgress) => void,
  signal: AbortSignal,
): Promise<SolverResult> {
  return runWorkerTask<SolverJob, SolverResult, SolverProgress>(
    new URL('./solver-worker', import.meta.url),
    job,
    { maxHeapMb: MAX_HEAP_MB, onEvent: onProgress, signal },
  )
}
