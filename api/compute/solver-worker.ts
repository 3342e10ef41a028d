import { parentPort, workerData } from 'node:worker_threads'
import type { SolverModel } from '#shared/coverage/siting/solver-model.ts'
import { letOthersFirst } from '../let-others-first.ts'
import { type MedianJob, solveMedian } from './solve-median.ts'
import { type Progress, type Solved, solveModel } from './solve-model.ts'

/** One question, answered in a thread of its own that ends with it. */
export type SolverJob = { limitSeconds: number } & ({ model: SolverModel } | { median: MedianJob })
export type SolverNews = { progress: Progress } | { solved: Solved }

letOthersFirst('long')
const job: SolverJob = workerData
const tell = (news: SolverNews) => parentPort?.postMessage(news)
const onProgress = (progress: Progress) => tell({ progress })
tell({
  solved: await ('model' in job
    ? solveModel(job.model, job.limitSeconds, onProgress)
    : solveMedian(job.median, job.limitSeconds, onProgress)),
})
