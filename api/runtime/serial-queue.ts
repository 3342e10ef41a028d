/**
 * Creates a queue that runs one asynchronous task at a time, in order; an error rejects only its own caller.
 */
export function createSerialQueue(): <T>(task: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  return (task) => {
    const result = last.then(task)
    // the caller has the error; the next task runs all the same
    last = result.catch(() => undefined)
    return result
  }
}
