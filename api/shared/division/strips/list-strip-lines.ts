import { itemAt } from '../../geometry/at.ts'
import type { MultiPolygon, Point } from '../../geometry/lattice.ts'
import { computeScaleAt } from '../../geometry/measure.ts'
import { buildConvexHull } from '../../geometry/shapes/convex-hull.ts'
import { getShapeBox } from '../../geometry/shapes/shape-box.ts'
import type { DivisionInput, DivisionLine } from '../division-input.ts'
import { projectAlong } from './project-along.ts'

/** Distance of the way around a building from its walls. */
const CLEARANCE_M = 3

/**
 * Returns the lines that borders of strips follow: straight ones at the cuts, and a way around each building on them, without
 * which such a building would keep all free land beside it.
 */
export function listStripLines(
  land: MultiPolygon,
  { buildings }: DivisionInput,
  bearing: number,
  cuts: readonly number[],
): DivisionLine[] {
  const { along, lineAt } = projectAlong(land, bearing)
  const [, south, , north] = getShapeBox(land)
  const scale = computeScaleAt((south + north) / 2)
  const [dx, dy] = [Math.round(CLEARANCE_M / scale.x), Math.round(CLEARANCE_M / scale.y)]
  const lines = cuts.map((cut): DivisionLine => ({ kind: 'straight', points: lineAt(cut) }))
  for (const { footprint, place } of buildings) {
    const corners = [place, ...footprint.flat(2)]
    const ends = corners.map(along)
    const [first, last] = [Math.min(...ends) - CLEARANCE_M, Math.max(...ends) + CLEARANCE_M]
    if (!cuts.some((cut) => cut > first && cut < last)) continue
    const ring = buildConvexHull(
      corners.flatMap(([x, y]): Point[] => [
        [x - dx, y],
        [x + dx, y],
        [x, y - dy],
        [x, y + dy],
      ]),
    )
    lines.push({ kind: 'straight', points: [...ring, itemAt(ring, 0)] })
  }
  return lines
}
