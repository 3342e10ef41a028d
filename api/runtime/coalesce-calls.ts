import { createSerialQueue } from './serial-queue.ts'

/**
 * Returns a function that runs `task` once for all calls that arrive before a run begins. A call during a run
 * waits for the next run, because the present run may already have read data that has changed since.
 */
export function coalesceCalls(task: () => Promise<void>): () => Promise<void> {
  const enqueue = createSerialQueue()
  let next: Promise<void> | undefined
  return () =>
    (next ??= enqueue(() => {
      next = undefined
      return task()
    }))
}
