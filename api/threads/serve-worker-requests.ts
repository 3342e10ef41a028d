import { parentPort } from 'node:worker_threads'
import type { WorkerRequest, WorkerResponse } from './worker-client.ts'

/** The other end of `openThread`: answers one question after the other. */
export function serveWorkerRequests<Task, Outcome>(answer: (task: Task) => Outcome): void {
  parentPort?.on('message', ({ id, task }: WorkerRequest<Task>) => {
    let reply: WorkerResponse<Outcome>
    try {
      reply = { id, outcome: answer(task) }
    } catch (error) {
      reply = { id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) }
    }
    parentPort?.postMessage(reply)
  })
}
