/** Work that several callers wait for; it ends when the last of them has gone. */
export interface SharedWork<T> {
  /**
   * Returns the result; one more caller waits for it.
   *
   * @param signal aborted when the caller has gone; without one the work goes on to its end
   * @throws `signal.reason` as soon as it aborts; the error of the work
   */
  wait(signal?: AbortSignal): Promise<T>
  /** All callers had gone before it ended: nobody can wait for it any more. */
  isAbandoned(): boolean
}

/** Starts work at once. Its signal aborts when nobody waits for the result any more. */
export function startSharedWork<T>(start: (signal: AbortSignal) => Promise<T>): SharedWork<T> {
  const end = new AbortController()
  const result = start(end.signal)
  // every caller sees the rejection; without a caller it must not be an unhandled one
  result.catch(() => undefined)
  let waiting = 0
  let ended = false
  const onEnd = () => {
    ended = true
  }
  result.then(onEnd, onEnd)

  return {
    wait(signal) {
      waiting++
      if (signal === undefined) return result
      return new Promise((resolve, reject) => {
        const leave = () => {
          reject(signal.reason)
          if (--waiting === 0 && !ended) end.abort(signal.reason)
        }
        if (signal.aborted) return leave()
        signal.addEventListener('abort', leave, { once: true })
        result.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave))
      })
    },
    isAbandoned: () => end.signal.aborted,
  }
}
