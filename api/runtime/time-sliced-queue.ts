/**
 * Creates a queue of synchronous tasks that runs at most `sliceMs` milliseconds of them (and at least one) in
 * a turn of the event loop: when many readers request new tiles at the same time, other requests are answered
 * in between.
 */
export function createTimeSlicedQueue(sliceMs: number): <T>(task: () => T) => Promise<T> {
  const tasks: (() => void)[] = []
  let scheduled = false
  const runSlice = () => {
    const end = performance.now() + sliceMs
    do tasks.shift()?.()
    while (tasks.length > 0 && performance.now() < end)
    if (tasks.length > 0) setImmediate(runSlice)
    else scheduled = false
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
      setImmediate(runSlice)
    })
}
