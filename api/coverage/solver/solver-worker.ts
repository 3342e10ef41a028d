import type { SolverModel } from '#shared/coverage/siting/solver-model.ts'
import { serveWorkerRequests } from '../../threads/serve-worker-requests.ts'
import { type PMedianJob, solvePMedian } from './solve-p-median.ts'
import { type SolverProgress, type SolverResult, solveModel } from './solve-model.ts'

/** One problem; the thread that solves it ends with it. */
export type SolverJob = { limitSeconds: number } & ({ model: SolverModel } | { median: PMedianJob })

serveWorkerRequests<SolverJob, SolverResult, SolverProgress>((job, { emit }) =>
  'model' in job
    ? solveModel(job.model, job.limitSeconds, emit)
    : solvePMedian(job.median, job.limitSeconds, emit),
)
