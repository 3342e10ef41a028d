import { computeGradientNoise } from '../math/gradient-noise.ts'
import type { PlanePoint } from './refine-border.ts'

/** Unit vectors around the circle, counter-clockwise from east, by rational rotation. */
function directions(count: number): PlanePoint[] {
  const out: PlanePoint[] = []
  for (let i = 0; i < count; i++) {
    // half the angle as a tangent on each quarter: tan(π/8 · …) is near enough to linear for an outline
    const quarter = Math.floor((4 * i) / count)
    const t = 0.41421356 * (2 * ((4 * i) / count - quarter) - 1)
    const cos = (1 - t * t) / (1 + t * t),
      sin = (2 * t) / (1 + t * t)
    // turned by 45° so that each quarter is centred, then by its quarter
    const e = (cos - sin) * 0.70710678,
      n = (cos + sin) * 0.70710678
    out.push(quarter === 0 ? [e, n] : quarter === 1 ? [-n, e] : quarter === 2 ? [-e, -n] : [n, -e])
  }
  return out
}

/**
 * A natural outline, counter-clockwise: an ellipse with bays.
 * @param raggedness share of the radius by which the shore goes in and out
 * @param turn tangent of half the angle from east to the longer axis
 */
export function createBlobOutline(
  centre: PlanePoint,
  radius: number,
  width: number,
  turn: number,
  raggedness: number,
  count: number,
  seed: number,
): PlanePoint[] {
  const scale = 1 + turn * turn
  const cos = (1 - turn * turn) / scale,
    sin = (2 * turn) / scale
  return directions(count).map(([e, n]): PlanePoint => {
    const reach =
      1 +
      raggedness *
        (computeGradientNoise(seed, e * 1.1 + 7.3, n * 1.1) +
          0.45 * computeGradientNoise(seed + 1, e * 2.9, n * 2.9 + 3.1))
    const a = e * radius * reach,
      b = n * width * reach
    return [centre[0] + cos * a - sin * b, centre[1] + sin * a + cos * b]
  })
}
