import type { RandomStream } from './create-random-stream.ts'

/** A day between the first of January of one year and the end of another, as YYYY-MM-DD. */
export function pickRandomDay(random: RandomStream, fromYear: number, toYear: number): string {
  const year = fromYear + random.below(toYear - fromYear + 1)
  const month = 1 + random.below(12)
  const day = 1 + random.below(28)
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}
