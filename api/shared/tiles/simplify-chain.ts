import { MAX_TILE_ZOOM } from './world-coordinates.ts'

/**
 * A vertex is drawn from the zoom on at which its distance from the simplified chain exceeds this number of
 * tile units (8 units are one CSS pixel on a 512-pixel tile).
 */
const TOLERANCE = 3
/** By zoom: the squared distance in world units from which on a vertex is drawn. */
const SQUARED_DISTANCES = Float64Array.from(
  { length: MAX_TILE_ZOOM + 1 },
  (_, zoom) => (TOLERANCE * 2 ** (19 - zoom)) ** 2,
)

/**
 * Douglas–Peucker simplification for all zooms at once: writes for each inner vertex of the chain the
 * smallest zoom that needs it. The caller handles the ends. No vertex has a smaller zoom than the one that
 * split its section, so the vertices of a zoom equal those of a Douglas–Peucker run with its tolerance.
 *
 * `chain` contains vertex ids; `world` interleaved x, y by vertex id; the result is written to
 * `zoomOf[vertex]`.
 */
export function simplifyChain(
  chain: ArrayLike<number>,
  length: number,
  world: Int32Array,
  zoomOf: Uint8Array,
): void {
  const stack = [0, length - 1, Infinity]
  while (stack.length > 0) {
    const limit = stack.pop() as number
    const last = stack.pop() as number
    const first = stack.pop() as number
    if (last - first < 2) continue
    const ax = world[2 * (chain[first] ?? 0)] ?? 0
    const ay = world[2 * (chain[first] ?? 0) + 1] ?? 0
    const dx = (world[2 * (chain[last] ?? 0)] ?? 0) - ax
    const dy = (world[2 * (chain[last] ?? 0) + 1] ?? 0) - ay
    const squaredLength = dx * dx + dy * dy
    let farthest = first + 1
    // squared distances times the squared length of the section: no division for each vertex
    let scaledDistance = -1
    for (let i = first + 1; i < last; i++) {
      const vertex = chain[i] ?? 0
      const px = (world[2 * vertex] ?? 0) - ax
      const py = (world[2 * vertex + 1] ?? 0) - ay
      const along = px * dx + py * dy
      let scaled: number
      if (squaredLength === 0) scaled = px * px + py * py
      else if (along <= 0) scaled = (px * px + py * py) * squaredLength
      else if (along >= squaredLength) scaled = ((px - dx) ** 2 + (py - dy) ** 2) * squaredLength
      else scaled = (px * dy - py * dx) ** 2
      if (scaled > scaledDistance) {
        scaledDistance = scaled
        farthest = i
      }
    }
    const squaredDistance = squaredLength === 0 ? scaledDistance : scaledDistance / squaredLength
    const squared = Math.min(squaredDistance, limit)
    zoomOf[chain[farthest] ?? 0] = zoomOfDistance(squared)
    stack.push(first, farthest, squared, farthest, last, squared)
  }
}

function zoomOfDistance(squared: number): number {
  let zoom = MAX_TILE_ZOOM
  while (zoom > 0 && squared >= (SQUARED_DISTANCES[zoom - 1] ?? 0)) zoom--
  return zoom
}
