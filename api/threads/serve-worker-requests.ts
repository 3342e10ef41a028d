import { parentPort } from 'node:worker_threads'
import { createRpcEndpoint } from './rpc-endpoint.ts'

/** The thread that started this worker, as the worker sees it. */
export interface WorkerParent<Event, Call, Reply> {
  emit(event: Event): void
  call(input: Call): Promise<Reply>
}

/**
 * Answers the calls of the thread that started this worker (`createWorkerClient`, `runWorkerTask`).
 *
 * @param handle `isStopped` tells a long calculation that nobody waits for its result
 */
export function serveWorkerRequests<Task, Outcome, Event = never, Call = never, Reply = never>(
  handle: (
    task: Task,
    parent: WorkerParent<Event, Call, Reply>,
    isStopped: () => boolean,
  ) => Outcome | Promise<Outcome>,
): void {
  if (parentPort === null) throw new Error('serveWorkerRequests is called in a worker thread only')
  const endpoint = createRpcEndpoint(parentPort, {
    // the client of the same Task is at the other end
    onCall: (input, isStopped) => handle(input as Task, parent, isStopped),
  })
  const parent: WorkerParent<Event, Call, Reply> = {
    emit: (event) => endpoint.emit(event),
    // the client answers with Reply
    call: (input) => endpoint.call(input) as Promise<Reply>,
  }
}
