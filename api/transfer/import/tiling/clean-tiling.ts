import type { CleanTiling, ConflictArea } from './tiling-result.ts'
import { certifyTiling } from '#shared/geometry/topology/certify-tiling.ts'
import { dissolve } from '#shared/geometry/topology/dissolve.ts'
import { toFlatPolygons } from '#shared/geometry/flat-polygons.ts'
import type { MultiPolygon, Point } from '#shared/geometry/lattice.ts'
import { computeScaleAt } from '#shared/geometry/measure.ts'
import { findSelfIntersection } from '#shared/geometry/topology/find-self-intersection.ts'
import { getShapeBox } from '#shared/geometry/shapes/shape-box.ts'
import { insertVertices } from '#shared/geometry/topology/insert-vertices.ts'
import { assignFaces } from './assign-faces.ts'
import { findUnfittedCells } from './find-unfitted-cells.ts'
import { computeHausdorffDistance } from './hausdorff-distance.ts'
import { findInsertedVertices } from './find-inserted-vertices.ts'
import type { NodedRing } from './noded-ring.ts'
import { nodeRings } from './node-rings.ts'
import { isSameShape } from './is-same-shape.ts'
import { snapVertices } from './snap-vertices.ts'

/**
 * Fits cells that nearly tile: vertices and borders within the tolerance become one, slivers that are nowhere wider go
 * to a neighbour, everything else is listed and stays. `boundary`: the unit they should tile, which is not moved, as
 * little as the cells whose index is among the `fixed` ones; both may be given more vertices.
 */
export function cleanTiling(
  given: readonly MultiPolygon[],
  boundary: MultiPolygon | null,
  toleranceM: number,
  fixed: ReadonlySet<number> = new Set(),
): CleanTiling {
  const untouched: CleanTiling = {
    cells: [...given],
    boundary,
    movedM: 0,
    slivers: [],
    gaps: [],
    overlaps: [],
    outside: [],
    untangled: true,
  }
  if (
    given.length === 0 ||
    (boundary && certifyTiling(toFlatPolygons(given), toFlatPolygons([boundary])).holds)
  )
    return untouched
  const scale = computeScaleAt(getShapeBox(given[0]!)[1])
  const { troubled, beside } = findUnfittedCells(given, boundary, toleranceM / scale.x)
  if (troubled.length + beside.length < MOST_IN_PART * given.length) {
    const part = cleanPart(given, boundary, toleranceM, fixed, troubled, beside)
    if (part !== null) return part
  }
  return fit(given, boundary, toleranceM, fixed, new Set())
}

/** Where more than this share of the cells is concerned, all of them are fitted together. */
const MOST_IN_PART = 0.75

/**
 * The same for those cells alone that something is wrong with, between neighbours that stay as they are. Null: what they
 * were given cannot be followed by the cells around them.
 */
function cleanPart(
  given: readonly MultiPolygon[],
  boundary: MultiPolygon | null,
  toleranceM: number,
  fixed: ReadonlySet<number>,
  troubled: readonly number[],
  beside: readonly number[],
): CleanTiling | null {
  const picked = [...troubled, ...beside]
  const context = new Set(beside.map((_, i) => troubled.length + i))
  const still = new Set([...context, ...troubled.flatMap((cell, i) => (fixed.has(cell) ? [i] : []))])
  const part = fit(
    picked.map((cell) => given[cell]!),
    boundary,
    toleranceM,
    still,
    context,
  )
  if (!part.untangled) return null
  const cells = [...given]
  picked.forEach((cell, i) => {
    cells[cell] = part.cells[i]!
  })
  // a neighbour that was given vertices passes them on to those behind it
  const inserted = new Map(
    beside.flatMap((cell) =>
      cells[cell] === given[cell] ? [] : [...findInsertedVertices(given[cell]!, cells[cell]!)],
    ),
  )
  const inPart = new Set(picked)
  for (const [cell, shape] of inserted.size === 0 ? [] : given.entries()) {
    if (inPart.has(cell)) continue
    const followed = insertVertices(shape, inserted)
    if (followed !== shape && findSelfIntersection(followed)) return null
    cells[cell] = followed
  }
  const outer = (cell: number) => picked[cell]!
  const place = <T extends ConflictArea>(each: T): T => ({ ...each, beside: each.beside.map(outer) })
  return {
    ...part,
    cells,
    slivers: part.slivers.map(({ to, from, areaM2 }) => ({
      to: to === null ? null : outer(to),
      from: from === null ? null : outer(from),
      areaM2,
    })),
    gaps: part.gaps.map(place),
    overlaps: part.overlaps.map((each) => ({ ...place(each), cells: each.cells.map(outer) })),
    outside: part.outside.map((each) => ({ ...place(each), cell: outer(each.cell) })),
  }
}

/** `context`: neighbours that are there to be fitted to; land that only they border is somebody else's, and no gap. */
function fit(
  given: readonly MultiPolygon[],
  boundary: MultiPolygon | null,
  toleranceM: number,
  fixed: ReadonlySet<number>,
  context: ReadonlySet<number>,
): CleanTiling {
  const untouched: CleanTiling = {
    cells: [...given],
    boundary,
    movedM: 0,
    slivers: [],
    gaps: [],
    overlaps: [],
    outside: [],
    untangled: true,
  }
  if (given.length === 0) return untouched
  const scale = computeScaleAt(getShapeBox(given[0]!)[1])
  // fitting in steps can add up: what has moved too far in sum is done again with smaller steps
  for (const part of [1, 0.5, 0.25]) {
    const cleaned = attempt(given, boundary, fixed, context, (toleranceM * part) / scale.y, scale.x / scale.y)
    if (cleaned === null) continue
    const movedM =
      Math.max(
        0,
        ...cleaned.cells.map((cell, i) =>
          cell === given[i] ? 0 : computeHausdorffDistance(cell, given[i]!, scale.x / scale.y),
        ),
      ) * scale.y
    if (movedM <= toleranceM) return { ...untouched, ...cleaned, movedM }
  }
  return { ...untouched, untangled: false }
}

type Attempt = Omit<CleanTiling, 'movedM' | 'untangled'>

/** null: the borders could not be untangled. */
function attempt(
  given: readonly MultiPolygon[],
  boundary: MultiPolygon | null,
  fixed: ReadonlySet<number>,
  context: ReadonlySet<number>,
  tolerance: number,
  stretchX: number,
): Attempt | null {
  const rings: NodedRing[] = []
  const add = (shape: MultiPolygon, cell: number) =>
    shape.forEach((polygon, p) =>
      polygon.forEach((ring) =>
        rings.push({ points: [...ring], cell, polygon: p, fixed: cell < 0 || fixed.has(cell) }),
      ),
    )
  given.forEach(add)
  if (boundary) add(boundary, -1)
  snapVertices(rings, tolerance, stretchX)
  if (!nodeRings(rings, tolerance, stretchX)) return null

  const shapes = shapesFrom(rings, given.length)
  const frame =
    boundary &&
    shapesFrom(
      rings.filter(({ cell }) => cell < 0).map((ring) => ({ ...ring, cell: 0 })),
      1,
    )[0]!
  const { changed, faces, ...listed } = assignFaces(shapes, frame, rings, fixed, context, tolerance, stretchX)
  const cells = shapes.map((shape, cell) => {
    const anew = changed.has(cell) ? dissolve((faces.get(cell) ?? []).map((face) => [face])) : shape
    return isSameShape(anew, given[cell]!) ? given[cell]! : anew
  })
  if (cells.some((cell) => cell.length === 0 || findSelfIntersection(cell))) return null
  return { cells, boundary: boundary && frame && !isSameShape(frame, boundary) ? frame : boundary, ...listed }
}

function shapesFrom(rings: readonly NodedRing[], count: number): MultiPolygon[] {
  const shapes: Point[][][][] = Array.from({ length: count }, () => [])
  for (const { points, cell, polygon } of rings) {
    if (cell < 0 || points.length < 3) continue
    const polygons = shapes[cell]!
    const own = (polygons[polygon] ??= [])
    own.push(points)
  }
  return shapes.map((polygons) => polygons.filter((polygon) => polygon !== undefined))
}
