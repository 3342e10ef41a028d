import { edgeKey } from '../geometry/border-index.ts'
import type { CellSet } from '../geometry/cell-set.ts'
import { edgesOf } from '../geometry/dissolve.ts'
import type { Point } from '../geometry/lattice.ts'
import { distanceM } from '../geometry/measure.ts'
import { toSegment } from '../geometry/segments.ts'

interface Edge { from: Point; to: Point }

/** Metres of border that come and go between two states, and the corners of those that come. */
export function borderDifference(before: CellSet, after: CellSet): { addedM: number; removedM: number; points: Point[] } {
  const [was, is] = [bordersOf(before, after), bordersOf(after, before)]
  const removed = [...was].filter(([key]) => !is.has(key)).map(([, edge]) => edge)
  const added = [...is].filter(([key]) => !was.has(key)).map(([, edge]) => edge)
  // an old edge with a new vertex on it is still the old border
  const lies = ({ from, to }: Edge) => removed.some((edge) => isNear(from, edge) && isNear(to, edge))
  const divided = added.filter(lies)
  const fresh = added.filter((edge) => !divided.includes(edge))
  const points = new Map(fresh.flatMap(({ from, to }) => [[String(from), from], [String(to), to]] as const))
  return { addedM: lengthOf(fresh), removedM: Math.max(0, lengthOf(removed) - lengthOf(divided)), points: [...points.values()] }
}

/** Edges of the cells that are not the very same in the other state. */
function bordersOf(set: CellSet, other: CellSet): Map<string, Edge> {
  const changed = [...set.cells.values()].filter(({ id, shape }) => other.cells.get(id)?.shape !== shape)
  return new Map(edgesOf(changed.map(({ shape }) => shape)).map(({ from, to }) => [edgeKey(from, to), { from, to }]))
}

const isNear = (point: Point, { from, to }: Edge) => toSegment(point, from, to).squared <= 1
const lengthOf = (edges: readonly Edge[]) => edges.reduce((sum, { from, to }) => sum + distanceM(from, to), 0)
