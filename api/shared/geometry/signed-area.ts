import { itemAt } from './at.ts'
import type { Ring } from './lattice.ts'

/**
 * Returns twice the signed area in square lattice units: positive for a counter-clockwise ring; exact (see
 * lattice.ts).
 */
export function computeTwiceSignedArea(ring: Ring): number {
  const [originX, originY] = itemAt(ring, 0)
  let sum = 0
  for (let i = 1; i + 1 < ring.length; i++) {
    sum +=
      (itemAt(ring, i)[0] - originX) * (itemAt(ring, i + 1)[1] - originY) -
      (itemAt(ring, i + 1)[0] - originX) * (itemAt(ring, i)[1] - originY)
  }
  return sum
}
