import { apportionPermille } from './apportion-permille.ts'

/** Writes a share: 0.873 → 87.3%. What is not nothing never reads 0%, and what is not all never 100%. */
export function formatShare(value: number): string {
  return writeShare(value, Math.round(value * 1000))
}

/** Writes the parts of one whole as percentages that sum to 100, with the same limits. */
export function formatShares(parts: readonly number[]): string[] {
  const whole = parts.reduce((sum, part) => sum + part, 0)
  const permille = apportionPermille(parts)
  return parts.map((part, index) => writeShare(whole > 0 ? part / whole : 0, permille[index] ?? 0))
}

function writeShare(value: number, permille: number): string {
  if (value > 0 && permille <= 0) return '<0.1%'
  if (value < 1 && permille >= 1000) return '>99.9%'
  return `${permille / 10}%`
}
