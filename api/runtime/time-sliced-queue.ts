/**
 * Does pieces of work one after the other, at most `turnMs` milliseconds (and one piece) in a turn of the event loop:
 * when many readers ask for new tiles at once, others are answered in between.
 */
export function createTimeSlicedQueue(turnMs: number): <T>(work: () => T) => Promise<T> {
  const waiting: (() => void)[] = []
  let running = false
  const run = () => {
    const end = performance.now() + turnMs
    do waiting.shift()?.()
    while (waiting.length > 0 && performance.now() < end)
    if (waiting.length > 0) setImmediate(run)
    else running = false
  }
  return <T>(work: () => T) =>
    new Promise<T>((resolve, reject) => {
      waiting.push(() => {
        try {
          resolve(work())
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)))
        }
      })
      if (running) return
      running = true
      setImmediate(run)
    })
}
