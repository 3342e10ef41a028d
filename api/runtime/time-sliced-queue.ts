/** Milliseconds that short requests may hold up the next turn: whatever they wait for, the queue goes on. */
const MAX_YIELD_MS = 20

export interface TimeSlicedQueueOptions {
  /** Milliseconds of a turn of the event loop that tasks take together. */
  sliceMs: number
  /** Resolves when no request is under way that should go first; by default nothing goes first. */
  untilQuiet?: (maxMs: number) => Promise<void>
}

/**
 * Creates a queue of synchronous tasks that runs at most `sliceMs` milliseconds of them (and at least one) in
 * a turn of the event loop: when many readers request new tiles at the same time, other requests are answered
 * in between.
 */
export function createTimeSlicedQueue({
  sliceMs,
  untilQuiet,
}: TimeSlicedQueueOptions): <T>(task: () => T) => Promise<T> {
  const tasks: (() => void)[] = []
  let scheduled = false
  const runSlice = () => {
    const end = performance.now() + sliceMs
    do tasks.shift()?.()
    while (tasks.length > 0 && performance.now() < end)
    if (tasks.length > 0) schedule()
    else scheduled = false
  }
  const schedule = () => {
    if (untilQuiet === undefined) setImmediate(runSlice)
    // after a turn of the event loop, in which requests arrive
    else setImmediate(() => void untilQuiet(MAX_YIELD_MS).then(runSlice))
  }
  return <T>(task: () => T) =>
    new Promise<T>((resolve, reject) => {
      tasks.push(() => {
        try {
          resolve(task())
        } catch (error) {
          // the caller has the error; the next task runs all the same
          reject(error instanceof Error ? error : new Error(String(error)))
        }
      })
      if (scheduled) return
      scheduled = true
      schedule()
    })
}
