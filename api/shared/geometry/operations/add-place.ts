import type { Point } from '../lattice.ts'
import type { Result } from '../result.ts'

/** Returns the result; a rejection without a place gets the first usable one of the given points. */
export function addPlace<T>(result: Result<T>, points: readonly Point[]): Result<T> {
  if (result.ok || result.reason.at !== undefined) return result
  const at = points.find(([x, y]) => Number.isFinite(x) && Number.isFinite(y))
  return at === undefined ? result : { ok: false, reason: { ...result.reason, at } }
}
