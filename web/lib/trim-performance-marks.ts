/** A wall runs for weeks: of a performance mark or measure that is made at every change no more than so many are kept. */
const MOST = 100

/** Called before another of that name is made. */
export function trimPerformanceMarks(name: string): void {
  if (performance.getEntriesByName(name).length < MOST) return
  performance.clearMarks(name)
  performance.clearMeasures(name)
}
