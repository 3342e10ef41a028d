import { toFlatPolygons } from '#shared/geometry/flat-polygons.ts'
import type { MultiPolygon } from '#shared/geometry/lattice.ts'
import { computeScaleAt } from '#shared/geometry/measure.ts'
import { getShapeBox } from '#shared/geometry/shapes/shape-box.ts'
import { certifyTiling } from '#shared/geometry/topology/certify-tiling.ts'
import { isSameBoundary } from '#shared/geometry/topology/is-same-boundary.ts'
import { cleanTiling } from '../tiling/clean-tiling.ts'
import { computeHausdorffDistance } from '../tiling/hausdorff-distance.ts'
import { roundUpToMillimetre } from '../geometry/round-up-to-millimetre.ts'
import type { RowProblem } from '../../../../data/formats/model/format.ts'

export interface UnmovedOutlinesInput {
  /** Outlines in the file, by code. */
  areas: Iterable<readonly [string, MultiPolygon]>
  /** Outlines in the city now, by code. */
  standing: ReadonlyMap<string, MultiPolygon>
  /** The unit that the area of a code should tile with others. */
  unitOf(code: string): string | null
  boundaryOf(unit: string): MultiPolygon | null
  toleranceM: number
}

/**
 * Finds the areas of a file whose border runs where it runs in the city already: numbers with fewer digits, or a
 * conversion and back, move every vertex by centimetres and no border. They keep the outline of the city, with the
 * vertices that the areas inside and beside it have. Where those of a unit do not tile it now, the file may be what mends
 * them, and only an outline without any difference counts.
 *
 * @returns by code: metres between the two borders where they are furthest apart; 0 when only vertices differ
 */
export function findUnmovedOutlines({
  areas,
  standing,
  unitOf,
  boundaryOf,
  toleranceM,
}: UnmovedOutlinesInput): ReadonlyMap<string, number> {
  const unmoved = new Map<string, number>()
  let fits: ((code: string) => boolean) | null = null
  for (const [code, area] of areas) {
    const before = standing.get(code)
    if (before === undefined) continue
    if (isSameBoundary(before, area)) {
      unmoved.set(code, 0)
      continue
    }
    const apart = measureDifference(before, area, toleranceM)
    if (apart > toleranceM) continue
    fits ??= createFitCheck(standing, unitOf, boundaryOf)
    if (fits(code)) unmoved.set(code, apart)
  }
  return unmoved
}

/** Says in a row that its border is not written, because the one in the city runs there already. */
export function reportUnmovedBorder(
  row: { code: string | null; problems: RowProblem[] },
  unmoved: ReadonlyMap<string, number>,
): void {
  const metres = row.code === null ? undefined : unmoved.get(row.code)
  if (metres) row.problems.push({ code: 'border_kept', details: { m: roundUpToMillimetre(metres) } })
}

/** Metres between two borders; Infinity when they are further apart than `mostM` or have other rings. */
function measureDifference(one: MultiPolygon, other: MultiPolygon, mostM: number): number {
  const boxes = [getShapeBox(one), getShapeBox(other)] as const
  const scale = computeScaleAt(boxes[0][1])
  const most = mostM / scale.y
  const isNear = boxes[0].every((side, i) => Math.abs(side - boxes[1][i]!) <= mostM / scale.x)
  const rings = (shape: MultiPolygon) => shape.map((polygon) => polygon.length).sort((a, b) => a - b)
  if (!isNear || String(rings(one)) !== String(rings(other))) return Infinity
  return computeHausdorffDistance(one, other, scale.x / scale.y, most) * scale.y
}

/** Whether the areas of the unit that a code belongs to tile it now. */
function createFitCheck(
  standing: ReadonlyMap<string, MultiPolygon>,
  unitOf: (code: string) => string | null,
  boundaryOf: (unit: string) => MultiPolygon | null,
): (code: string) => boolean {
  const byUnit = new Map<string | null, MultiPolygon[]>()
  for (const [code, shape] of standing) byUnit.set(unitOf(code), [...(byUnit.get(unitOf(code)) ?? []), shape])
  const known = new Map<string | null, boolean>()
  return (code) => {
    const unit = unitOf(code)
    let holds = known.get(unit)
    if (holds === undefined) {
      const cells = byUnit.get(unit) ?? []
      const boundary = unit === null ? null : boundaryOf(unit)
      holds = boundary
        ? certifyTiling(toFlatPolygons(cells), toFlatPolygons([boundary])).holds
        : isClean(cells)
      known.set(unit, holds)
    }
    return holds
  }
}

/** Whether areas without a unit around them have no sliver or overlap between them. */
function isClean(cells: readonly MultiPolygon[]): boolean {
  const found = cleanTiling(cells, null, SLIVER_M)
  return found.cells.every((cell, i) => cell === cells[i]) && found.overlaps.length === 0
}

/** Vertices and borders of standing areas that are nearer than this and not the same are a fault between them. */
const SLIVER_M = 0.5
