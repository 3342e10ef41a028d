/** A day as people write it, as 'YYYY-MM-DD'; a month alone is its first day. null: no day of the calendar. */
export function readDay(text: string): string | null {
  const word = text
    .normalize('NFKC')
    .trim()
    .replace(/[T\s]\d{1,2}:\d{2}.*$/i, '')
  const found =
    /^(\d{4})[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月)?$/.exec(word) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(word)
  if (!found) return null
  const [year, month, day] = [Number(found[1]), Number(found[2]), Number(found[3] ?? 1)]
  const date = new Date(Date.UTC(year, month - 1, day))
  const real =
    date.getUTCFullYear() === year &&
    date.getUTCMonth() === month - 1 &&
    date.getUTCDate() === day &&
    year >= 1800 &&
    year <= 2200
  return real ? date.toISOString().slice(0, 10) : null
}
