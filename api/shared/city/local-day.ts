/** The day in China: all of it keeps Beijing time, eight hours ahead of UTC without summer time. */
export function toLocalDay(at: number): string {
  return new Date(at + 8 * 3600_000).toISOString().slice(0, 10)
}
