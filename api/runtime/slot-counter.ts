import { AppError } from '../errors.ts'

/** Counts what each principal holds at the same time: open streams, uploads, searches. */
export interface SlotCounter {
  /**
   * Takes a slot; call the returned function, once or several times, to release it.
   *
   * @throws AppError too_many_requests when the principal holds `max` already
   */
  take(principal: string): () => void
}

/** @param what names the slots in the refusal: `streams` */
export function createSlotCounter(max: number, what: string): SlotCounter {
  const held = new Map<string, number>()
  return {
    take(principal) {
      const count = held.get(principal) ?? 0
      if (count >= max)
        throw new AppError('too_many_requests', `more than ${max} ${what} at the same time`, {
          what,
          limit: max,
          retryAfterS: 5,
        })
      held.set(principal, count + 1)
      let released = false
      return () => {
        if (released) return
        released = true
        const left = (held.get(principal) ?? 1) - 1
        if (left === 0) held.delete(principal)
        else held.set(principal, left)
      }
    },
  }
}
