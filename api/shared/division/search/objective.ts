import { addTo, float64At, int32At } from '../../geometry/at.ts'
import type { AtomGraph } from './atom-graph.ts'

/** What a division is judged by. All prices add up over its parts, so that an exact search can compare parts. */
export interface Goals {
  count: number
  /** Accepted deviation of a part from the mean, 0–1. */
  tolerance: number
  /** Weight of the borders' price, by the lines that they follow. */
  borders: number
  /** Weight of round shapes. */
  compactness: number
  /** Weight of small pieces that are bitten out of a block across a main road or waterway. */
  bites: number
  /** Weight of households that leave the grid of today. */
  change: number
}

export const DEFAULT_GOALS = { borders: 1, compactness: 0.15, bites: 0.6, change: 0 } as const

/** A part outside of the band costs this much, and this much more for each whole mean that it is outside. */
const OUT_OF_BAND = 1
const EXCESS = 50

/** Share of a part's mean households below which its piece of a block is small. */
export const SMALL_SHARE = 0.3

/** Sums over the atoms of each part. */
export interface PartColumns {
  weight: Float64Array
  areaM2: Float64Array
  perimeterM: Float64Array
  cut: Float64Array
  size: Int32Array
  /** Households, and atoms, of each part in each block. */
  blockWeight: Float64Array
  blockAtoms: Int32Array
  /** Households of each part in each grid of today. */
  todayWeight: Float64Array
}

/** Returns a function that prices part p of the columns; lower is better. */
export function createPartPrice(graph: AtomGraph, goals: Goals): (columns: PartColumns, p: number) => number {
  const { count, tolerance, borders, compactness, bites, change } = goals
  const mean = graph.totalWeight / count
  const side = Math.sqrt(graph.totalAreaM2 / count)
  const { blockCount, todayCount, totalWeight } = graph
  const blockTotals = new Float64Array(blockCount)
  graph.weight.forEach((weight, atom) => addTo(blockTotals, int32At(graph.block, atom), weight))
  return (columns, p) => {
    const deviation =
      mean > 0
        ? float64At(columns.weight, p) / mean - 1
        : (float64At(columns.areaM2, p) * count) / graph.totalAreaM2 - 1
    const excess = Math.abs(deviation) - tolerance
    let price = (excess > 1e-9 ? OUT_OF_BAND + EXCESS * excess : 0) + 0.3 * deviation * deviation
    price += (borders * 0.5 * float64At(columns.cut, p)) / (count * side)
    const perimeter = float64At(columns.perimeterM, p)
    price +=
      (compactness / count) *
      ((perimeter * perimeter) / (4 * Math.PI * Math.max(1, float64At(columns.areaM2, p))) - 1)
    if (bites > 0 && blockCount > 1) {
      let pieces = 0
      for (let block = 0; block < blockCount; block++) {
        const at = p * blockCount + block
        if (int32At(columns.blockAtoms, at) === 0) continue
        // a small block as a whole is no bite
        const whole = Math.min(SMALL_SHARE * mean, float64At(blockTotals, block))
        pieces += 1 + (whole > 0 ? 6 * Math.max(0, 1 - float64At(columns.blockWeight, at) / whole) : 0)
      }
      price += (bites / count) * pieces
    }
    if (change > 0 && totalWeight > 0) {
      let most = 0
      for (let grid = 0; grid < todayCount; grid++)
        most = Math.max(most, float64At(columns.todayWeight, p * todayCount + grid))
      price += (change * (float64At(columns.weight, p) - most)) / totalWeight
    }
    return price
  }
}
