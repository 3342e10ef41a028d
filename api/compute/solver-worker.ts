import { parentPort, workerData } from 'node:worker_threads'
import type { SolverModel } from '#shared/coverage/siting/solver-model.ts'
import { letOthersFirst } from '../let-others-first.ts'
import { type Progress, type Solved, solveModel } from './solve-model.ts'

/** One model, solved in a thread of its own that ends with it. */
export interface SolverJob { model: SolverModel; start: number[] | null; limitSeconds: number }
export type SolverNews = { progress: Progress } | { solved: Solved }

letOthersFirst('long')
const { model, start, limitSeconds }: SolverJob = workerData
const tell = (news: SolverNews) => parentPort?.postMessage(news)
tell({ solved: await solveModel(model, start, limitSeconds, (progress) => tell({ progress })) })
