import type { Cut, CutEnd } from './cut.ts'
import type { FaceLoop } from './face-loop.ts'

/** A ring's corners, u and v in turn; `size` counts numbers, and the array may be longer. */
export interface SideRing {
  size: number
  at: Float64Array
}

const scratch: [SideRing, SideRing] = [
  { size: 0, at: new Float64Array(1024) },
  { size: 0, at: new Float64Array(1024) },
]

/**
 * The two faces a cut would leave: left of it and right of it, both counter-clockwise.
 * The answer is overwritten by the next call: cuts are tried by the ten thousand.
 */
export function computeSideRings(loop: FaceLoop, cut: Cut): readonly [left: SideRing, right: SideRing] {
  const [left, right] = scratch
  const inner = cut.innerU.length
  const most = 2 * (loop.size + inner + 4)
  for (const ring of scratch) {
    if (ring.at.length < most) ring.at = new Float64Array(most * 2)
    ring.size = 0
  }
  push(left, cut.from.u, cut.from.v)
  for (let k = 0; k < inner; k++) push(left, cut.innerU[k]!, cut.innerV[k]!)
  push(left, cut.to.u, cut.to.v)
  pushArc(loop, left, cut.to, cut.from)

  push(right, cut.to.u, cut.to.v)
  for (let k = inner - 1; k >= 0; k--) push(right, cut.innerU[k]!, cut.innerV[k]!)
  push(right, cut.from.u, cut.from.v)
  pushArc(loop, right, cut.from, cut.to)
  return scratch
}

function push(ring: SideRing, u: number, v: number): void {
  ring.at[ring.size++] = u
  ring.at[ring.size++] = v
}

/** The loop's corners between two ends, going forward. */
function pushArc(loop: FaceLoop, ring: SideRing, start: CutEnd, stop: CutEnd): void {
  const last = stop.index
  let i = start.index
  do {
    i = i + 1 === loop.size ? 0 : i + 1
    if (i === last && !stop.fresh) return
    push(ring, loop.u[i]!, loop.v[i]!)
  } while (i !== last)
}
