/*
 * Requests under way that do not wait in a queue. Work on the main thread that is done in pieces lets them go first: a
 * request takes several turns of the event loop, and each would wait for a piece.
 */

let underway = 0
const waiting = new Set<() => void>()

/** Counts a short request until the returned function is called for the first time: work in pieces waits, for a while. */
export function enterShortRequest(): () => void {
  underway++
  let left = false
  return () => {
    if (left) return
    left = true
    if (--underway === 0) for (const wake of [...waiting]) wake()
  }
}

/** Resolves when no short request is under way, or after `maxMs` milliseconds. */
export function untilNoShortRequests(maxMs: number): Promise<void> {
  if (underway === 0) return Promise.resolve()
  return new Promise((resolve) => {
    const wake = () => {
      clearTimeout(timer)
      waiting.delete(wake)
      resolve()
    }
    const timer = setTimeout(wake, maxMs)
    waiting.add(wake)
  })
}
