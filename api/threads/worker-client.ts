import { AppError } from '../errors.ts'
import { startWorker, type StartedWorker } from './start-worker.ts'
import type { ThreadPriority } from './thread-priority.ts'

/**
 * A worker thread that answers many calls. It starts with the first call, and again with the next call after
 * it ended.
 */
export interface WorkerClient<Task, Outcome> {
  /**
   * @param signal ends the call at once; the worker skips the task, or ends it when it asks `isStopped`
   * @throws Error with the stack of the worker's error; Error when the thread ends before it answers;
   *   `signal.reason` when it is aborted
   */
  call(task: Task, signal?: AbortSignal): Promise<Outcome>
  pendingCount(): number
  close(): Promise<void>
}

/** @param source as for `resolveWorkerEntry`; that file calls `serveWorkerRequests` */
export function createWorkerClient<Task, Outcome>(
  source: URL,
  priority: ThreadPriority,
): WorkerClient<Task, Outcome> {
  let running: Promise<StartedWorker> | undefined
  let pending = 0
  let closed = false

  function start(): Promise<StartedWorker> {
    const forget = () => {
      // a later worker may have taken its place
      if (running === starting) running = undefined
    }
    const starting = startWorker(source, { priority, onEnd: forget })
    // every caller sees the rejection; the next call tries again
    starting.catch(forget)
    return starting
  }

  return {
    async call(task, signal) {
      if (closed) throw closing()
      pending++
      try {
        const { worker, endpoint } = await (running ??= start())
        worker.ref()
        try {
          // serveWorkerRequests of the same Task and Outcome is at the other end
          return (await endpoint.call(task, signal)) as Outcome
        } finally {
          // an idle thread must not keep the process alive
          if (endpoint.pendingCount() === 0) worker.unref()
        }
      } finally {
        pending--
      }
    },
    pendingCount: () => pending,
    async close() {
      closed = true
      // a worker that could not be started needs no end
      const started = await running?.catch(() => undefined)
      started?.endpoint.close(closing())
      await started?.worker.terminate()
    },
  }
}

const closing = () => new AppError('unavailable', 'the server is closing')
