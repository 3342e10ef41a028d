/**
 * Returns the date in China ('YYYY-MM-DD') of a Unix time in milliseconds. All of China uses UTC+8 without
 * summer time.
 */
export function toLocalDay(at: number): string {
  return new Date(at + 8 * 3600_000).toISOString().slice(0, 10)
}
