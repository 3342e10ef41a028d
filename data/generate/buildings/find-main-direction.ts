import { computeVectorLength } from '../math/vector-length.ts'
import { getStreetClass, type GridOutline } from './grid-outline.ts'

/** Unit vector along the streets of a grid that run more or less from west to east: houses are built to face the south. */
export interface MainDirection {
  east: number
  north: number
}

/**
 * Returns the direction that most of the border follows, lengthwise or across. Each edge votes with its length and with
 * four times its angle, so that opposite and crossing edges agree; the fourth part of the sum's angle is the answer.
 * Square roots only: they are the same on every machine.
 */
export function findMainDirection({ edges, sides }: GridOutline): MainDirection {
  let sumC = 0,
    sumS = 0
  for (const side of sides) {
    const weight = getStreetClass(side) ? 3 : 1
    for (let i = 4 * side.from; i < 4 * side.to; i += 4) {
      const de = edges[i + 2]! - edges[i]!,
        dn = edges[i + 3]! - edges[i + 1]!
      const length = computeVectorLength(de, dn)
      if (length === 0) continue
      const c = de / length,
        s = dn / length
      const c2 = c * c - s * s,
        s2 = 2 * c * s
      sumC += weight * length * (c2 * c2 - s2 * s2)
      sumS += weight * length * 2 * c2 * s2
    }
  }
  const sum = computeVectorLength(sumC, sumS)
  if (sum === 0) return { east: 1, north: 0 }
  const [c2, s2] = halveAngle(sumC / sum, sumS / sum)
  const [east, north] = halveAngle(c2, s2)
  return { east, north }
}

function halveAngle(c: number, s: number): [c: number, s: number] {
  const half = Math.sqrt(Math.max(0, (1 - c) / 2))
  return [Math.sqrt(Math.max(0, (1 + c) / 2)), s < 0 ? -half : half]
}
