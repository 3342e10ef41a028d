import { hashToUnitInterval } from '../math/hash-to-unit-interval.ts'

/** One line of a family: where it runs, its place in the family's binary tree, and the width of the strip it parts. */
export interface FrameLine {
  value: number
  node: number
  spacing: number
}

const HALF_SPAN = 98_304

/**
 * The most important line of a family within [low, high]. The lines form a binary tree: the first parts the plane
 * about in half, the next two part the halves, and so on, each near but not at the middle. Neighbouring faces that look
 * into overlapping ranges mostly find the same line, which is how streets run on past a crossing and why some of
 * them are avenues.
 */
export function chooseFrameLine(seed: number, low: number, high: number): FrameLine | undefined {
  let from = -HALF_SPAN,
    to = HALF_SPAN,
    node = 1
  while (to - from > 30) {
    const value = from + (to - from) * (0.38 + 0.24 * hashToUnitInterval(seed, node))
    if (value < low) {
      from = value
      node = node * 2 + 1
    } else if (value > high) {
      to = value
      node = node * 2
    } else {
      return { value, node, spacing: to - from }
    }
  }
  return undefined
}
