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

export const DEFAULT_GOALS = { borders: 1, compactness: 0.15, bites: 4, change: 0 } as const

/** A part outside of the band costs this much, and this much more for each whole mean that it is outside. */
const OUT_OF_BAND = 15
const EXCESS = 50

/** Share of a part's mean households below which its piece of a block is small. */
export const SMALL_SHARE = 0.3
/** A small piece costs this much, and up to so much more the smaller it is; one that is large enough costs 1. */
const BITE = 2
const SMALLNESS = 6

export interface PartPrice {
  /** Price of a part; lower is better. */
  of(weight: number, areaM2: number, perimeterM: number, cut: number, pieces: number, stays: number): number
  /** How bad it is that a part has so many households and atoms of a block. */
  pieceOf(block: number, weight: number, atoms: number): number
  isInBand(weight: number, areaM2: number): boolean
  /** Whether a piece with so many households is bitten out of a block. */
  isBite(block: number, weight: number): boolean
}

/** Returns functions that price a part by the sums over its atoms. */
export function createPartPrice(graph: AtomGraph, goals: Goals): PartPrice {
  const { count, tolerance, borders, compactness, bites, change } = goals
  const { blockCount, totalWeight, totalAreaM2 } = graph
  const mean = totalWeight / count
  const cutPrice = (borders * 0.5) / (count * Math.sqrt(totalAreaM2 / count))
  const roundPrice = compactness / count
  const piecePrice = blockCount > 1 ? bites / count : 0
  const changePrice = totalWeight > 0 ? change / totalWeight : 0
  // a small block as a whole is no bite
  const small = new Float64Array(blockCount)
  graph.weight.forEach((weight, atom) => addTo(small, int32At(graph.block, atom), weight))
  small.forEach((whole, block) => (small[block] = Math.min(SMALL_SHARE * mean, whole)))
  const deviate = (weight: number, areaM2: number) =>
    mean > 0 ? weight / mean - 1 : (areaM2 * count) / totalAreaM2 - 1
  return {
    isInBand: (weight, areaM2) => Math.abs(deviate(weight, areaM2)) <= tolerance + 1e-9,
    isBite: (block, weight) => weight > 0 && weight < float64At(small, block),
    of(weight, areaM2, perimeterM, cut, pieces, stays) {
      const deviation = deviate(weight, areaM2)
      const excess = Math.abs(deviation) - tolerance
      return (
        (excess > 1e-9 ? OUT_OF_BAND + EXCESS * excess : 0) +
        0.3 * deviation * deviation +
        cutPrice * cut +
        roundPrice * ((perimeterM * perimeterM) / (4 * Math.PI * Math.max(1, areaM2)) - 1) +
        piecePrice * pieces +
        changePrice * (weight - stays)
      )
    },
    pieceOf(block, weight, atoms) {
      if (atoms === 0) return 0
      const whole = float64At(small, block)
      return 1 + (whole > 0 && weight < whole ? BITE + SMALLNESS * (1 - weight / whole) : 0)
    },
  }
}
