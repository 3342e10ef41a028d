import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** By how much the heap may grow, in per cent of the live objects, before the next collection. */
const GROWTH_PERCENT = 40

/**
 * Limits how far the heap grows between collections. By default V8 lets a heap of this size grow to 2–4 times
 * the live objects: with 500 displays and a few changes that left 100–160 MB of garbage, with 40 % growth it
 * is 40 MB.
 */
export const limitHeapGrowth = (): void => setFlagsFromString(`--heap-growing-percent=${GROWTH_PERCENT}`)

/** Returns the memory of a finished large task to the system; V8 would keep it until it needs it again. */
export function collectGarbage(): void {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  collect()
  setFlagsFromString('--no-expose-gc')
}
