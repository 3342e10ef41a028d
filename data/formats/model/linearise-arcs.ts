import type { RawPosition } from './format.ts'

/** How far a line may lie from the arc that it stands for: a centimetre, which is the unit of the lattice. */
const TOLERANCE = { metres: 0.01, degrees: 1e-7 } as const

const MAX_CHORDS = 4096

/**
 * Returns the points of a circular string (each second point lies on the way between its neighbours) as a line, and how many
 * of its arcs were bent. The same arc gives the same points in both directions, so that neighbours share them.
 */
export function lineariseArcs(points: readonly RawPosition[]): { line: RawPosition[]; arcs: number } {
  const [first] = points
  if (first === undefined || points.length < 3 || points.length % 2 === 0)
    return { line: [...points], arcs: 0 }
  const line: RawPosition[] = [first]
  let arcs = 0
  for (let i = 0; i + 2 < points.length; i += 2) {
    const [from, via, to] = [points[i], points[i + 1], points[i + 2]]
    if (from === undefined || via === undefined || to === undefined) break
    const isForward = compare(from, to) <= 0
    const between = isForward ? listBetween(from, via, to) : listBetween(to, via, from).toReversed()
    if (between.length > 0) arcs++
    line.push(...between, to)
  }
  return { line, arcs }
}

const compare = (one: RawPosition, other: RawPosition) =>
  (one[0] ?? 0) - (other[0] ?? 0) || (one[1] ?? 0) - (other[1] ?? 0)

/** Points on the arc between its ends; none where it is straight within the tolerance. */
function listBetween(from: RawPosition, via: RawPosition, to: RawPosition): RawPosition[] {
  const [x, y] = [from[0] ?? NaN, from[1] ?? NaN]
  // relative to the first point, so that metres of seven digits lose nothing
  const [ax, ay] = [(via[0] ?? NaN) - x, (via[1] ?? NaN) - y]
  const [bx, by] = [(to[0] ?? NaN) - x, (to[1] ?? NaN) - y]
  const isCircle = bx === 0 && by === 0
  const tolerance = Math.max(Math.abs(x), Math.abs(y)) <= 360 ? TOLERANCE.degrees : TOLERANCE.metres
  const cross = ax * by - ay * bx
  if (!isCircle && !(Math.abs(cross) > tolerance * Math.hypot(bx, by))) return []
  const [a2, b2] = [ax * ax + ay * ay, bx * bx + by * by]
  const [cx, cy] = isCircle
    ? [ax / 2, ay / 2]
    : [(by * a2 - ay * b2) / (2 * cross), (ax * b2 - bx * a2) / (2 * cross)]
  const radius = Math.hypot(cx, cy)
  if (!(radius > tolerance)) return []
  const begin = Math.atan2(-cy, -cx)
  const turn = (angle: number) => (angle < 0 ? angle + 2 * Math.PI : angle)
  const sweepLeft = isCircle ? 2 * Math.PI : turn(Math.atan2(by - cy, bx - cx) - begin)
  const isLeft = isCircle || turn(Math.atan2(ay - cy, ax - cx) - begin) <= sweepLeft
  const sweep = isLeft ? sweepLeft : sweepLeft - 2 * Math.PI
  // the middle of a chord lies radius × (1 − cos(half its angle)) from the arc
  const widest = 2 * Math.acos(1 - Math.min(1, tolerance / radius))
  const chords = Math.min(MAX_CHORDS, Math.max(2, Math.ceil(Math.abs(sweep) / widest)))
  return Array.from({ length: chords - 1 }, (_, i): RawPosition => {
    const angle = begin + (sweep * (i + 1)) / chords
    return [x + cx + radius * Math.cos(angle), y + cy + radius * Math.sin(angle)]
  })
}
