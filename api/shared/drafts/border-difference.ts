import { toEdgeKey } from '../geometry/topology/border-index.ts'
import type { CellSet } from '../geometry/cell-set.ts'
import { toDirectedEdges } from '../geometry/topology/dissolve.ts'
import { joinEdges } from '../geometry/topology/join-edges.ts'
import type { Point } from '../geometry/lattice.ts'
import { computeDistanceM } from '../geometry/measure.ts'
import { projectOntoSegment } from '../geometry/segments.ts'

interface Edge {
  from: Point
  to: Point
}

export interface BorderDifference {
  addedM: number
  removedM: number
  /** Vertices of the added borders. */
  points: Point[]
  /** Added and removed borders, as lines. */
  added: Point[][]
  removed: Point[][]
}

/** Returns the borders that differ between two states. */
export function computeBorderDifference(
  before: Pick<CellSet, 'cells'>,
  after: Pick<CellSet, 'cells'>,
): BorderDifference {
  const [was, is] = [bordersOf(before, after), bordersOf(after, before)]
  const gone = [...was].filter(([key]) => !is.has(key)).map(([, edge]) => edge)
  const added = [...is].filter(([key]) => !was.has(key)).map(([, edge]) => edge)
  // an old edge divided by a new vertex is still the old border
  const divided = new Set<Edge>()
  const unchanged = new Set<Edge>()
  for (const edge of added) {
    const old = gone.find((each) => isNear(edge.from, each) && isNear(edge.to, each))
    if (old === undefined) continue
    divided.add(edge)
    unchanged.add(old)
  }
  const fresh = added.filter((edge) => !divided.has(edge))
  const removed = gone.filter((edge) => !unchanged.has(edge))
  const points = new Map(
    fresh.flatMap(
      ({ from, to }) =>
        [
          [String(from), from],
          [String(to), to],
        ] as const,
    ),
  )
  return {
    addedM: lengthOf(fresh),
    removedM: lengthOf(removed),
    points: [...points.values()],
    added: joinEdges(fresh),
    removed: joinEdges(removed),
  }
}

/** Returns the edges of the cells that are not identical in the other state. */
function bordersOf(set: Pick<CellSet, 'cells'>, other: Pick<CellSet, 'cells'>): Map<string, Edge> {
  const changed = [...set.cells.values()].filter(({ id, shape }) => other.cells.get(id)?.shape !== shape)
  return new Map(
    toDirectedEdges(changed.map(({ shape }) => shape)).map(({ from, to }) => [
      toEdgeKey(from, to),
      { from, to },
    ]),
  )
}

const isNear = (point: Point, { from, to }: Edge) => projectOntoSegment(point, from, to).squared <= 1
const lengthOf = (edges: readonly Edge[]) =>
  edges.reduce((sum, { from, to }) => sum + computeDistanceM(from, to), 0)
