import { readdir } from 'node:fs/promises'
import { constants, setPriority } from 'node:os'

/**
 * Scheduling priority of a worker thread: requests for tiles and pages are served first. `below-normal` (about a tenth of
 * a busy core) when a person waits for the result; `low` (about a fiftieth) for long work.
 */
export type ThreadPriority = 'below-normal' | 'low'

const NICENESS = {
  'below-normal': constants.priority.PRIORITY_BELOW_NORMAL,
  low: constants.priority.PRIORITY_LOW,
} as const

/** Returns the niceness of a thread; null: Linux only gives each thread its own, elsewhere it is that of the process. */
export function getNiceness(priority: ThreadPriority): number | null {
  return process.platform === 'linux' ? NICENESS[priority] : null
}

/** Niceness of the helpers: they still go before the worker threads, for which they also work. */
const HELPERS_NICENESS = 5

/**
 * Lets the main thread go before the threads that Node.js keeps for garbage collection, compiling and files. They work
 * for all threads: with the priority of the main thread, the garbage of an export held up requests.
 */
export async function lowerHelperThreads(): Promise<void> {
  if (process.platform !== 'linux') return
  // those for files exist as soon as one of them reads this list
  for (const thread of (await readdir('/proc/self/task')).map(Number)) {
    if (thread !== process.pid) setPriority(thread, HELPERS_NICENESS)
  }
}
