/** Short tasks that may pass a long one that waits. */
const MAX_PASSED = 16

type Kind = 'short' | 'long'

/**
 * Creates a queue that runs one asynchronous task at a time: short tasks go before long ones that wait, each kind in its
 * order; after some short tasks a long one has its turn. An error rejects only its own caller.
 */
export function createShortFirstQueue(): <T>(task: () => Promise<T>, kind?: Kind) => Promise<T> {
  const waiting: Record<Kind, (() => Promise<void>)[]> = { short: [], long: [] }
  let running = false
  let passed = 0

  const runAll = async () => {
    if (running) return
    running = true
    for (;;) {
      const longIsDue = waiting.short.length === 0 || (waiting.long.length > 0 && passed >= MAX_PASSED)
      passed = longIsDue || waiting.long.length === 0 ? 0 : passed + 1
      const next = waiting[longIsDue ? 'long' : 'short'].shift()
      if (next === undefined) break
      await next()
    }
    running = false
  }

  return (task, kind = 'short') =>
    new Promise((resolve, reject) => {
      // async: a task that throws at once rejects as well
      waiting[kind].push(() => (async () => task())().then(resolve, reject))
      void runAll()
    })
}
