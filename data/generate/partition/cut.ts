/** Where a cut meets the loop: at corner `index`, or at a new vertex (x, y) on the edge from corner `index` to the next. */
export interface CutEnd {
  index: number
  fresh: boolean
  x: number
  y: number
  u: number
  v: number
  crossing: boolean
}

/** A way to cut a face: from one place on its loop to another; the points between on the lattice (x, y in turn) and in the frame. */
export interface Cut {
  from: CutEnd
  to: CutEnd
  inner: number[]
  innerU: number[]
  innerV: number[]
}
