import { toLatticeUnits } from '#shared/geometry/lattice.ts'
import type { GuidePlan } from '../city-plan.ts'
import type { LocalPlane } from '../math/create-local-plane.ts'
import type { GuideTrack } from '../partition/cut-along-guides.ts'
import { computeGradientNoise } from '../math/gradient-noise.ts'
import type { PlanePoint } from './refine-border.ts'
import { computeVectorLength } from '../math/vector-length.ts'

/** Metres between vertices before and after bending. */
const STEP = 150

/** A guide's way as a smooth curve through its places, bent like a river as far as the plan lets it wind. */
export function traceGuide(guide: GuidePlan, index: number, plane: LocalPlane, seed: number): GuideTrack {
  const through = guide.through.map(([lon, lat]): PlanePoint => [
    plane.east(toLatticeUnits(lon)),
    plane.north(toLatticeUnits(lat)),
  ])
  const curve = smooth(through)
  const points: PlanePoint[] = []
  let run = 0
  const total = curve.reduce(
    (sum, [east, north], i) =>
      i === 0 ? 0 : sum + computeVectorLength(east - curve[i - 1]![0], north - curve[i - 1]![1]),
    0,
  )
  for (const [i, [east, north]] of curve.entries()) {
    const [be, bn] = curve[Math.max(0, i - 1)]!,
      [ae, an] = curve[Math.min(curve.length - 1, i + 1)]!
    const length = computeVectorLength(ae - be, an - bn) || 1
    if (i > 0) run += computeVectorLength(east - be, north - bn)
    // loops of two sizes, across the way it runs; a ruled line keeps a tenth of a percent of life
    // the ends stay where the plan puts them, so that one river flows into another
    const free = Math.min(1, run / 2500, (total - run) / 2500)
    const shift =
      guide.winding *
        free *
        (520 * computeGradientNoise(seed, run / 4200, 0.5) +
          170 * computeGradientNoise(seed + 1, run / 1300, 0.5)) +
      12 * computeGradientNoise(seed + 2, run / 900, 0.5)
    points.push([east - ((an - bn) / length) * shift, north + ((ae - be) / length) * shift])
  }
  return toTrack(index, spaced(points), plane)
}

/** Catmull–Rom through all places, dense. */
function smooth(through: readonly PlanePoint[]): PlanePoint[] {
  const out: PlanePoint[] = []
  for (let i = 1; i < through.length; i++) {
    const b = through[i - 1]!,
      c = through[i]!
    const a = through[i - 2] ?? b,
      d = through[i + 1] ?? c
    const pieces = Math.ceil(computeVectorLength(c[0] - b[0], c[1] - b[1]) / 60)
    for (let k = i === 1 ? 0 : 1; k <= pieces; k++) {
      const t = k / pieces
      out.push([spline(a[0], b[0], c[0], d[0], t), spline(a[1], b[1], c[1], d[1], t)])
    }
  }
  return out
}

function spline(a: number, b: number, c: number, d: number, t: number): number {
  return b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)))
}

function spaced(points: readonly PlanePoint[]): PlanePoint[] {
  const out: PlanePoint[] = [points[0]!]
  let [east, north] = points[0]!
  for (const point of points) {
    if (computeVectorLength(point[0] - east, point[1] - north) < STEP) continue
    out.push(point)
    ;[east, north] = point
  }
  return out
}

function toTrack(index: number, points: readonly PlanePoint[], plane: LocalPlane): GuideTrack {
  const x = Int32Array.from(points, ([east]) => plane.latticeX(east))
  const y = Int32Array.from(points, ([, north]) => plane.latticeY(north))
  return { index, x, y }
}
