import { Worker } from 'node:worker_threads'
import { resolveWorkerEntry } from './resolve-worker-entry.ts'
import { createRpcEndpoint, type RpcEndpoint, type RpcHandlers } from './rpc-endpoint.ts'

export interface StartedWorker {
  worker: Worker
  endpoint: RpcEndpoint
}

/**
 * Starts a worker thread that calls `serveWorkerRequests`. When the thread fails or ends, `onEnd` is called
 * and pending calls reject.
 *
 * @param source as for `resolveWorkerEntry`
 */
export async function startWorker(
  source: URL,
  {
    maxHeapMb,
    onEnd = () => {},
    ...handlers
  }: RpcHandlers & { maxHeapMb?: number; onEnd?: (error: Error) => void } = {},
): Promise<StartedWorker> {
  const worker = new Worker(await resolveWorkerEntry(source), {
    execArgv: [],
    ...(maxHeapMb === undefined ? {} : { resourceLimits: { maxOldGenerationSizeMb: maxHeapMb } }),
  })
  const endpoint = createRpcEndpoint(worker, handlers)
  const end = (error: Error) => {
    onEnd(error)
    endpoint.close(error)
  }
  worker.on('error', end).on('exit', () => end(new Error('the thread has ended')))
  return { worker, endpoint }
}
