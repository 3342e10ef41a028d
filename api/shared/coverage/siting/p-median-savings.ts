import { float64At, numberAt, uint32At } from '../../geometry/at.ts'
import type { PMedianProblem } from './p-median.ts'

/**
 * Positive savings: candidate c has the entries `start[c] … start[c + 1]`, each with a row and the metres
 * that all people of the row save together.
 */
export interface PMedianSavings {
  start: Uint32Array
  row: Uint32Array
  saved: Float64Array
  /** Grids with any saving, renumbered. */
  rows: number
}

/** Computes the positive savings of each candidate. */
export function computePMedianSavings({
  catchments: { start, point, metres },
  people,
  currentMetres: now,
}: PMedianProblem): PMedianSavings {
  const rowOf = new Map<number, number>()
  const ways = {
    start: new Uint32Array(start.length),
    row: new Uint32Array(point.length),
    saved: new Float64Array(point.length),
  }
  let count = 0
  for (let site = 0; site + 1 < start.length; site++) {
    for (let i = uint32At(start, site); i < uint32At(start, site + 1); i++) {
      const saved =
        (numberAt(now, uint32At(point, i)) - float64At(metres, i)) * numberAt(people, uint32At(point, i))
      if (!(saved > 0)) continue
      const row = rowOf.get(uint32At(point, i)) ?? rowOf.size
      rowOf.set(uint32At(point, i), row)
      ways.row[count] = row
      ways.saved[count++] = saved
    }
    ways.start[site + 1] = count
  }
  return { ...ways, rows: rowOf.size }
}

/** Returns, for each row, the greatest saving of the chosen candidates. */
export function computeBestSavings(
  { start, row, saved, rows }: PMedianSavings,
  chosen: readonly number[],
): Float64Array {
  const most = new Float64Array(rows)
  for (const site of chosen)
    for (let i = uint32At(start, site); i < uint32At(start, site + 1); i++)
      most[uint32At(row, i)] = Math.max(float64At(most, uint32At(row, i)), float64At(saved, i))
  return most
}
