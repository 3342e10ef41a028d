import { itemAt } from '../at.ts'
import type { ChangeNote } from '../cell-set.ts'
import type { MultiPolygon, Point, Polygon } from '../lattice.ts'
import { computePolygonAreaM2 } from '../measure.ts'
import { isSamePoint } from '../segments.ts'
import { toEdgeKey } from '../topology/border-index.ts'
import { cutShape, type LineSection } from '../topology/drawn-line/cut-shape.ts'
import type { SnappedLine } from '../topology/drawn-line/snap-line-to-borders.ts'
import { findPlaceIn } from './add-place.ts'
import { selectEndVertices } from './select-end-vertices.ts'

export interface CutParts {
  parts: MultiPolygon
  /** The parts that the line made, largest first; the other parts are as before. */
  fresh: Polygon[]
  /** The new vertices that the remaining sections need. */
  inserted: ReadonlyMap<string, readonly Point[]>
  notes: ChangeNote[]
}

/**
 * Cuts a shape along sections of a line. While there are more than two parts and the smallest one has at most
 * `maxCrumbM2`, the section between it and the part beside it is left out, so that the two stay one.
 */
export function joinCrumbs(
  shape: MultiPolygon,
  snapped: SnappedLine,
  sections: readonly LineSection[],
  maxCrumbM2: number,
): CutParts {
  const notes: ChangeNote[] = []
  let left = sections
  for (;;) {
    const cut = cutAlong(shape, snapped, left)
    const crumb = cut.fresh[cut.fresh.length - 1]
    const areaM2 = crumb === undefined ? Infinity : computePolygonAreaM2(crumb)
    const border = crumb !== undefined && areaM2 <= maxCrumbM2 ? findLongestSection(crumb, left) : undefined
    if (crumb === undefined || border === undefined || cut.fresh.length <= 2) return { ...cut, notes }
    notes.push({ code: 'crumb_joined', at: findPlaceIn(crumb), areaM2 })
    left = left.filter((section) => section !== border)
  }
}

function cutAlong(shape: MultiPolygon, snapped: SnappedLine, sections: readonly LineSection[]) {
  const inserted = selectEndVertices(snapped, sections)
  const before = new Set(cutShape(shape, { inserted }, []).map(toPolygonKey))
  const parts = cutShape(shape, { inserted }, sections)
  const fresh = parts
    .filter((part) => !before.has(toPolygonKey(part)))
    .map((part) => ({ part, areaM2: computePolygonAreaM2(part) }))
    .sort((one, other) => other.areaM2 - one.areaM2)
    .map(({ part }) => part)
  return { parts, fresh, inserted }
}

/** Returns the longest section on the border of a part. */
function findLongestSection(part: Polygon, sections: readonly LineSection[]): LineSection | undefined {
  const edges = new Set(
    part.flatMap((ring) => ring.map((from, i) => toEdgeKey(from, itemAt(ring, (i + 1) % ring.length)))),
  )
  return sections
    .filter(({ points }) => {
      const [from, to] = [itemAt(points, 0), itemAt(points, 1)]
      return !isSamePoint(from, to) && edges.has(toEdgeKey(from, to))
    })
    .toSorted((one, other) => measureLength(other) - measureLength(one))[0]
}

const measureLength = ({ points }: LineSection): number =>
  points.slice(1).reduce((sum, [x, y], i) => {
    const [fromX, fromY] = itemAt(points, i)
    return sum + Math.hypot(x - fromX, y - fromY)
  }, 0)

const toPolygonKey = (polygon: Polygon): string =>
  polygon
    .map((ring) => ring.map(String).sort().join(' '))
    .sort()
    .join(' | ')
