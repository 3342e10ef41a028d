/** Lets so many in at the same time; the others wait in the order of their arrival. */
export interface Semaphore {
  /** Resolves with the function that leaves; it is called once. */
  enter(): Promise<() => void>
}

export function createSemaphore(places: number): Semaphore {
  let free = places
  const waiting: (() => void)[] = []
  const leave = () => {
    const next = waiting.shift()
    if (next === undefined) free++
    else next()
  }
  return {
    async enter() {
      if (free > 0) free--
      // whoever leaves gives its place to the first that waits
      else await new Promise<void>((resolve) => waiting.push(resolve))
      return leave
    },
  }
}
