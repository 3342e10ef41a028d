/** Chains of interleaved x, y in tile units, reused from tile to tile. */
export interface Chain {
  xy: Int32Array
  /** Number of points. */
  length: number
}

/** Creates a chain with capacity for a number of points. */
export const createChain = (capacity = 4096): Chain => ({ xy: new Int32Array(capacity * 2), length: 0 })

/** Returns the coordinates of the chain, enlarged to this number of points; their content may be lost. */
export function ensureChainCapacity(chain: Chain, points: number): Int32Array {
  if (chain.xy.length < 2 * points) chain.xy = new Int32Array(4 * points)
  return chain.xy
}

function pushPoint(chain: Chain, x: number, y: number): void {
  if (chain.length * 2 === chain.xy.length) {
    const larger = new Int32Array(chain.xy.length * 2)
    larger.set(chain.xy)
    chain.xy = larger
  }
  chain.xy[chain.length * 2] = x
  chain.xy[chain.length * 2 + 1] = y
  chain.length++
}

/**
 * Sutherland–Hodgman clipping to the square [low, high]²; both rings are open. Returns the one of the two
 * chains that contains the result.
 */
export function clipRing(ring: Chain, spare: Chain, low: number, high: number): Chain {
  let from = ring
  let to = spare
  for (let side = 0; side < 4; side++) {
    const axis = side & 1
    const bound = side < 2 ? low : high
    const sign = side < 2 ? 1 : -1
    to.length = 0
    if (from.length > 0) {
      let ax = from.xy[from.length * 2 - 2] ?? 0
      let ay = from.xy[from.length * 2 - 1] ?? 0
      let aInside = sign * ((axis === 0 ? ax : ay) - bound) >= 0
      for (let i = 0; i < from.length; i++) {
        const bx = from.xy[2 * i] ?? 0
        const by = from.xy[2 * i + 1] ?? 0
        const bInside = sign * ((axis === 0 ? bx : by) - bound) >= 0
        if (aInside !== bInside) {
          if (axis === 0) pushPoint(to, bound, crossing(ax, ay, bx, by, bound))
          else pushPoint(to, crossing(ay, ax, by, bx, bound), bound)
        }
        if (bInside) pushPoint(to, bx, by)
        ax = bx
        ay = by
        aInside = bInside
      }
    }
    const swap = from
    from = to
    to = swap
  }
  return from
}

/**
 * Returns where the segment a–b crosses `bound` on its first axis; independent of direction, so that
 * neighbours agree.
 */
function crossing(a: number, aOther: number, b: number, bOther: number, bound: number): number {
  return a < b
    ? Math.round(aOther + ((bOther - aOther) * (bound - a)) / (b - a))
    : Math.round(bOther + ((aOther - bOther) * (bound - b)) / (a - b))
}

/**
 * Clips a line to the square [low, high]² and passes each piece to `onPiece`, which must not retain the
 * chain.
 */
export function clipLine(
  line: Chain,
  piece: Chain,
  low: number,
  high: number,
  onPiece: (piece: Chain) => void,
): void {
  piece.length = 0
  const finish = () => {
    if (piece.length > 1) onPiece(piece)
    piece.length = 0
  }
  for (let i = 0; i + 1 < line.length; i++) {
    const ax = line.xy[2 * i] ?? 0
    const ay = line.xy[2 * i + 1] ?? 0
    const dx = (line.xy[2 * i + 2] ?? 0) - ax
    const dy = (line.xy[2 * i + 3] ?? 0) - ay
    let enter = 0
    let leave = 1
    for (let side = 0; side < 4; side++) {
      // distance to the side and its change along the segment; positive inside
      const towards = side === 0 ? dx : side === 1 ? -dx : side === 2 ? dy : -dy
      const distance = side === 0 ? ax - low : side === 1 ? high - ax : side === 2 ? ay - low : high - ay
      if (towards === 0) {
        if (distance < 0) enter = 2
      } else {
        const at = -distance / towards
        if (towards > 0) enter = Math.max(enter, at)
        else leave = Math.min(leave, at)
      }
    }
    if (enter > leave) {
      finish()
      continue
    }
    if (piece.length === 0) pushPoint(piece, Math.round(ax + enter * dx), Math.round(ay + enter * dy))
    pushPoint(piece, Math.round(ax + leave * dx), Math.round(ay + leave * dy))
    if (leave < 1) finish()
  }
  finish()
}
