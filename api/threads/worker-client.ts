import { Worker } from 'node:worker_threads'
import { resolveWorkerEntry } from './resolve-worker-entry.ts'

/** What goes to a thread and comes back from it, with the number of the question. */
export interface WorkerRequest<Task> {
  id: number
  task: Task
}
export type WorkerResponse<Outcome> = { id: number; outcome: Outcome } | { id: number; error: string }

/** A thread that answers question after question. It is started when it is first needed, and again after it has ended. */
export interface WorkerClient<Task, Outcome> {
  /** @throws what the thread has thrown; Error when it has ended before it answered */
  ask(task: Task): Promise<Outcome>
  /** How many questions wait for their answer. */
  waiting(): number
  close(): Promise<void>
}

interface Waiting<Outcome> {
  resolve: (outcome: Outcome) => void
  reject: (error: Error) => void
}

/** @param source as of `workerFile`; what lies there calls `answerQuestions` */
export function createWorkerClient<Task, Outcome>(source: URL): WorkerClient<Task, Outcome> {
  const waiting = new Map<number, Waiting<Outcome>>()
  let running: Promise<Worker> | undefined
  let next = 1
  let closed = false

  function start(): Promise<Worker> {
    const starting = startWorker()
    const end = (error: Error) => {
      // one that has been followed by another already has nobody waiting for it
      if (running !== starting) return
      running = undefined
      for (const { reject } of waiting.values()) reject(error)
      waiting.clear()
    }
    starting.then(
      (worker) => worker.on('error', end).on('exit', () => end(new Error('the thread has ended'))),
      end,
    )
    return starting
  }

  async function startWorker(): Promise<Worker> {
    const worker = new Worker(await resolveWorkerEntry(source), { execArgv: [] })
    worker.on('message', (reply: WorkerResponse<Outcome>) => {
      const asked = waiting.get(reply.id)
      waiting.delete(reply.id)
      // an idle thread keeps no process from ending
      if (waiting.size === 0) worker.unref()
      if ('error' in reply) asked?.reject(new Error(reply.error))
      else asked?.resolve(reply.outcome)
    })
    return worker
  }

  return {
    ask(task) {
      if (closed) return Promise.reject(new Error('the server is closing'))
      const id = next++
      const outcome = new Promise<Outcome>((resolve, reject) => waiting.set(id, { resolve, reject }))
      // that it could not be started has been told to whoever waits
      ;(running ??= start()).then(
        (worker) => {
          worker.ref()
          worker.postMessage({ id, task } satisfies WorkerRequest<Task>)
        },
        () => undefined,
      )
      return outcome
    },
    waiting: () => waiting.size,
    async close() {
      closed = true
      await (await running?.catch(() => undefined))?.terminate()
    },
  }
}
