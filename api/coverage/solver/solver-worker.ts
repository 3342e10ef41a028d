import { parentPort, workerData } from 'node:worker_threads'
import type { SolverModel } from '#shared/coverage/siting/solver-model.ts'
import { lowerThreadPriority } from '../../threads/lower-thread-priority.ts'
import { type PMedianJob, solvePMedian } from './solve-p-median.ts'
import { type SolverProgress, type SolverResult, solveModel } from './solve-model.ts'

/** One question, answered in a thread of its own that ends with it. */
export type SolverJob = { limitSeconds: number } & ({ model: SolverModel } | { median: PMedianJob })
export type SolverMessage = { progress: SolverProgress } | { solved: SolverResult }

lowerThreadPriority('long')
const job: SolverJob = workerData
const tell = (news: SolverMessage) => parentPort?.postMessage(news)
const onProgress = (progress: SolverProgress) => tell({ progress })
tell({
  solved: await ('model' in job
    ? solveModel(job.model, job.limitSeconds, onProgress)
    : solvePMedian(job.median, job.limitSeconds, onProgress)),
})
