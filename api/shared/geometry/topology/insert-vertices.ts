import { itemAt } from '../at.ts'
import { toEdgeKey } from './border-index.ts'
import type { Box, MultiPolygon, Point, Ring } from '../lattice.ts'
import { isLexicographicallySmaller } from '../segments.ts'
import { getShapeBox } from '../shapes/shape-box.ts'

type Inserted = ReadonlyMap<string, readonly Point[]>

/**
 * Returns the shape with new vertices on its edges (see `SnappedLine.inserted`); the same object if there are
 * none.
 */
export function insertVertices(shape: MultiPolygon, inserted: Inserted): MultiPolygon {
  if (inserted.size === 0) return shape
  // a preview asks for every cell and outline at every pointer move: most are far away
  const reach = reachOf(inserted)
  if (!meets(getShapeBox(shape), reach)) return shape
  let changed = false
  const withVertices = shape.map((polygon) =>
    polygon.map((ring): Ring => {
      const next = insertInRing(ring, inserted, reach)
      if (next !== ring) changed = true
      return next
    }),
  )
  return changed ? withVertices : shape
}

function insertInRing(ring: Ring, inserted: Inserted, [west, south, east, north]: Box): Ring {
  let next: Point[] | null = null
  let from = itemAt(ring, 0)
  for (let i = 0; i < ring.length; i++) {
    const to = itemAt(ring, i + 1 < ring.length ? i + 1 : 0)
    const near =
      !(from[0] < west && to[0] < west) &&
      !(from[0] > east && to[0] > east) &&
      !(from[1] < south && to[1] < south) &&
      !(from[1] > north && to[1] > north)
    const points = near ? inserted.get(toEdgeKey(from, to)) : undefined
    if (points !== undefined && next === null) next = ring.slice(0, i)
    next?.push(from)
    if (points !== undefined)
      next?.push(...(isLexicographicallySmaller(from, to) ? points : points.toReversed()))
    from = to
  }
  return next ?? ring
}

const cache = new WeakMap<Inserted, Box>()

/**
 * Returns the box of all new vertices, enlarged by the unit by which rounding may move them outside the box
 * of their edge.
 */
function reachOf(inserted: Inserted): Box {
  let box = cache.get(inserted)
  if (box === undefined) {
    const points = [...inserted.values()].flat()
    const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)]
    cache.set(
      inserted,
      (box = [Math.min(...xs) - 1, Math.min(...ys) - 1, Math.max(...xs) + 1, Math.max(...ys) + 1]),
    )
  }
  return box
}

const meets = (one: Box, other: Box): boolean =>
  one[0] <= other[2] && one[2] >= other[0] && one[1] <= other[3] && one[3] >= other[1]
