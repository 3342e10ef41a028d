import { startWorker } from './start-worker.ts'

export interface WorkerTaskOptions<Event, Call> {
  /**
   * Megabytes that the thread may allocate on V8's heap; beyond it the call rejects with
   * ERR_WORKER_OUT_OF_MEMORY.
   */
  maxHeapMb: number
  onEvent?: (event: Event) => void
  /** Answers the worker's own calls. */
  onCall?: (input: Call) => Promise<unknown>
  /** Ends the thread, and with it the task. */
  signal?: AbortSignal | undefined
}

/**
 * Runs one task in a worker thread of its own, which ends with it.
 *
 * @param source as for `resolveWorkerEntry`; that file calls `serveWorkerRequests`
 * @throws Error with the stack of the worker's error; `signal.reason` when it is aborted
 */
export async function runWorkerTask<Task, Outcome, Event = never, Call = never>(
  source: URL,
  task: Task,
  { maxHeapMb, onEvent, onCall, signal }: WorkerTaskOptions<Event, Call>,
): Promise<Outcome> {
  signal?.throwIfAborted()
  const { worker, endpoint } = await startWorker(source, {
    priority: 'low',
    maxHeapMb,
    // serveWorkerRequests of the same Event and Call is at the other end
    onEvent: (event) => onEvent?.(event as Event),
    ...(onCall && { onCall: (input) => onCall(input as Call) }),
  })
  const stop = () => {
    endpoint.close(signal?.reason)
    void worker.terminate()
  }
  signal?.addEventListener('abort', stop, { once: true })
  try {
    signal?.throwIfAborted()
    return (await endpoint.call(task)) as Outcome
  } finally {
    signal?.removeEventListener('abort', stop)
    await worker.terminate()
  }
}
