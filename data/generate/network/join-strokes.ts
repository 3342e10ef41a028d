/** A piece of line between two vertices; directions are unit vectors pointing into it from either end. */
export interface LinePiece {
  from: number
  to: number
  length: number
  start: UnitVector
  end: UnitVector
  key: string
}

export type UnitVector = readonly [east: number, north: number]

/** Pieces that run on into each other, in order; `forward` says whether a piece is passed from its `from`. */
export type Stroke = { piece: number; forward: boolean }[]

/** Cosine of the sharpest bend at which a line still counts as going on: 50°. */
const LEAST_COSINE = 0.64

/**
 * Joins pieces of one key into strokes, the way an eye does: at every vertex the straightest pairs first.
 * Every piece is in exactly one stroke.
 */
export function joinStrokes(pieces: readonly LinePiece[], leastCosine = LEAST_COSINE): Stroke[] {
  // end 2i is piece i's from, end 2i + 1 its to
  const partner = new Int32Array(pieces.length * 2).fill(-1)
  for (const ends of endsByVertex(pieces).values()) pairUp(pieces, ends, partner, leastCosine)

  const strokes: Stroke[] = []
  const used = new Uint8Array(pieces.length)
  const follow = (end: number) => {
    const stroke: Stroke = []
    for (let at = end; at >= 0 && !used[at >> 1];) {
      used[at >> 1] = 1
      stroke.push({ piece: at >> 1, forward: (at & 1) === 0 })
      at = partner[at ^ 1]!
    }
    strokes.push(stroke)
  }
  for (let end = 0; end < partner.length; end++) if (partner[end]! < 0 && !used[end >> 1]) follow(end)
  // what is left runs in circles
  for (let piece = 0; piece < pieces.length; piece++) if (!used[piece]) follow(2 * piece)
  return strokes
}

function endsByVertex(pieces: readonly LinePiece[]): Map<number, number[]> {
  const ends = new Map<number, number[]>()
  const add = (vertex: number, end: number) => {
    const list = ends.get(vertex)
    if (list) list.push(end)
    else ends.set(vertex, [end])
  }
  for (const [i, piece] of pieces.entries()) {
    add(piece.from, 2 * i)
    add(piece.to, 2 * i + 1)
  }
  return ends
}

function pairUp(
  pieces: readonly LinePiece[],
  ends: readonly number[],
  partner: Int32Array,
  leastCosine: number,
): void {
  if (ends.length < 2) return
  const pairs: { a: number; b: number; cosine: number }[] = []
  for (const [i, a] of ends.entries()) {
    for (const b of ends.slice(i + 1)) {
      if (pieces[a >> 1]!.key !== pieces[b >> 1]!.key || a >> 1 === b >> 1) continue
      const [ae, an] = directionAt(pieces, a),
        [be, bn] = directionAt(pieces, b)
      const cosine = -(ae * be + an * bn)
      if (cosine > leastCosine) pairs.push({ a, b, cosine })
    }
  }
  pairs.sort((one, other) => other.cosine - one.cosine || one.a - other.a)
  for (const { a, b } of pairs) {
    if (partner[a]! >= 0 || partner[b]! >= 0) continue
    partner[a] = b
    partner[b] = a
  }
}

function directionAt(pieces: readonly LinePiece[], end: number): UnitVector {
  const piece = pieces[end >> 1]!
  return end & 1 ? piece.end : piece.start
}
