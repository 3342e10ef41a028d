import { itemAt } from '../../geometry/at.ts'
import type { Point } from '../../geometry/lattice.ts'
import type { Cells } from '../cells/build-cells.ts'

/** A border between two parts, from node to node; a closed one repeats its first point. */
export interface Chain {
  points: Point[]
  /** By segment: what it runs along, by position in `borderKinds`. */
  kinds: number[]
  /** The parts on both sides, seen in the direction of the points. */
  left: number
  right: number
}

export interface TracedBorders {
  chains: Chain[]
  /** Part inside the outline at each of its vertices, where there is one. */
  outlineParts: Map<string, number>
}

interface Piece {
  a: Point
  b: Point
  left: number
  right: number
  kind: number
  used: boolean
}

/** Joins the segments between different parts to chains, which end where three borders meet and on the outline. */
export function traceBorders(
  cells: Cells,
  kindOf: Uint8Array,
  partOf: (cell: number) => number,
): TracedBorders {
  const outlineParts = new Map<string, number>()
  const at = new Map<string, Piece[]>()
  const pieces: Piece[] = []
  cells.segments.forEach(({ a, b, left, right }, index) => {
    if (left < 0 || right < 0) {
      const part = partOf(Math.max(left, right))
      outlineParts.set(String(a), part)
      outlineParts.set(String(b), part)
      return
    }
    const [one, other] = [partOf(left), partOf(right)]
    // rounding can bring the ends of a tiny segment together
    if (one === other || String(a) === String(b)) return
    const piece: Piece = { a, b, left: one, right: other, kind: kindOf[index] ?? 0, used: false }
    pieces.push(piece)
    for (const end of [a, b]) {
      const key = String(end)
      at.set(key, [...(at.get(key) ?? []), piece])
    }
  })
  const isNode = (key: string) => outlineParts.has(key) || at.get(key)?.length !== 2
  const chains: Chain[] = []
  const walk = (first: Piece, fromA: boolean) => {
    const chain: Chain = {
      points: [fromA ? first.a : first.b],
      kinds: [],
      left: fromA ? first.left : first.right,
      right: fromA ? first.right : first.left,
    }
    for (let piece: Piece | undefined = first; piece && !piece.used;) {
      piece.used = true
      const end: Point =
        String(itemAt(chain.points, chain.points.length - 1)) === String(piece.a) ? piece.b : piece.a
      chain.points.push(end)
      chain.kinds.push(piece.kind)
      const key = String(end)
      piece = isNode(key) ? undefined : at.get(key)?.find((each) => !each.used)
    }
    chains.push(chain)
  }
  for (const piece of pieces) {
    if (piece.used) continue
    if (isNode(String(piece.a))) walk(piece, true)
    else if (isNode(String(piece.b))) walk(piece, false)
  }
  for (const piece of pieces) if (!piece.used) walk(piece, true)
  return { chains, outlineParts }
}
