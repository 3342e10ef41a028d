import { Worker } from 'node:worker_threads'
import { resolveWorkerEntry } from './resolve-worker-entry.ts'
import { getNiceness, type ThreadPriority } from './thread-priority.ts'
import { createRpcEndpoint, type RpcEndpoint, type RpcHandlers } from './rpc-endpoint.ts'

export interface StartedWorker {
  worker: Worker
  endpoint: RpcEndpoint
}

/**
 * The first script of a worker: its modules take some hundred milliseconds to load, which requests would feel if the
 * priority were lowered after it.
 */
const BOOT = `
const { niceness, href } = require('node:worker_threads').workerData
if (niceness !== null) require('node:os').setPriority(niceness)
import(href)
`

/**
 * Starts a worker thread that calls `serveWorkerRequests`. When the thread fails or ends, `onEnd` is called
 * and pending calls reject.
 *
 * @param source as for `resolveWorkerEntry`
 */
export async function startWorker(
  source: URL,
  {
    priority,
    maxHeapMb,
    onEnd = () => {},
    ...handlers
  }: RpcHandlers & { priority: ThreadPriority; maxHeapMb?: number; onEnd?: (error: Error) => void },
): Promise<StartedWorker> {
  const { href } = await resolveWorkerEntry(source)
  const worker = new Worker(BOOT, {
    eval: true,
    execArgv: [],
    workerData: { niceness: getNiceness(priority), href },
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
