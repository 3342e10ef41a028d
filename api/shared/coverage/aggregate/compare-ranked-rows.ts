import type { Metric } from '../metrics/metric.ts'

export interface RankedValue {
  code: string
  value: number
  households: number
}

/**
 * Orders a ranking: the worst value first, equal values by households, most first, then by code. Rows without
 * a value come last.
 */
export function compareRankedRows({ first }: Pick<Metric, 'first'>, a: RankedValue, b: RankedValue): number {
  const [hasA, hasB] = [!Number.isNaN(a.value), !Number.isNaN(b.value)]
  if (hasA !== hasB) return hasA ? -1 : 1
  const byValue = hasA && a.value !== b.value ? (a.value < b.value ? -1 : 1) : 0
  return (
    (first === 'lowest' ? byValue : -byValue) || b.households - a.households || (a.code < b.code ? -1 : 1)
  )
}
