/**
 * Rounds the parts of a whole to tenths of a percent that sum to 100 %, by the largest remainder (Hamilton).
 *
 * @returns thousandths of the whole; all 0 if the whole is 0
 */
export function apportionPermille(parts: readonly number[]): number[] {
  const whole = parts.reduce((sum, part) => sum + part, 0)
  if (!(whole > 0)) return parts.map(() => 0)
  const quotas = parts.map((part) => (part / whole) * 1000)
  const seats = quotas.map(Math.floor)
  const left = 1000 - seats.reduce((sum, seat) => sum + seat, 0)
  const byRemainder = quotas
    .map((quota, index) => ({ index, remainder: quota - Math.floor(quota) }))
    .sort((a, b) => b.remainder - a.remainder || a.index - b.index)
  for (const { index } of byRemainder.slice(0, left)) seats[index] = (seats[index] ?? 0) + 1
  return seats
}
