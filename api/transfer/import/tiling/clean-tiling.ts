import type { CleanTiling, ConflictArea } from './tiling-result.ts'
import { certifyTiling } from '#shared/geometry/topology/certify-tiling.ts'
import { cancelOppositeEdges, dissolve, toDirectedEdges } from '#shared/geometry/topology/dissolve.ts'
import { toFlatPolygons } from '#shared/geometry/flat-polygons.ts'
import type { MultiPolygon } from '#shared/geometry/lattice.ts'
import { computeScaleAt } from '#shared/geometry/measure.ts'
import { findSelfIntersection } from '#shared/geometry/topology/find-self-intersection.ts'
import { getShapeBox } from '#shared/geometry/shapes/shape-box.ts'
import { isSameBoundary } from '#shared/geometry/topology/is-same-boundary.ts'
import { insertVertices } from '#shared/geometry/topology/insert-vertices.ts'
import { assignFaces } from './assign-faces.ts'
import { findUnfittedCells } from './find-unfitted-cells.ts'
import { computeHausdorffDistance } from './hausdorff-distance.ts'
import { findInsertedVertices } from './find-inserted-vertices.ts'
import { listUnfitted } from './list-unfitted.ts'
import { getFrame, shapesFrom, toNodedRings } from './noded-ring.ts'
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
    moved: new Map(),
    slivers: [],
    gaps: [],
    overlaps: [],
    outside: [],
    unfitted: [],
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
    if (part !== null && (part.unfitted.length === 0 || given.length > MOST_AT_ONCE))
      return listUnfitted(part, given)
    const whole = fit(given, boundary, toleranceM, fixed, new Set())
    return listUnfitted(part !== null && part.unfitted.length <= whole.unfitted.length ? part : whole, given)
  }
  return listUnfitted(fit(given, boundary, toleranceM, fixed, new Set()), given)
}

/** So many cells are fitted together once more where some of a part could not be. */
const MOST_AT_ONCE = 2000

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
    moved: new Map([...part.moved].map(([cell, metres]) => [outer(cell), metres])),
    slivers: part.slivers.map(({ to, from, areaM2 }) => ({
      to: to === null ? null : outer(to),
      from: from === null ? null : outer(from),
      areaM2,
    })),
    gaps: part.gaps.map(place),
    overlaps: part.overlaps.map((each) => ({ ...place(each), cells: each.cells.map(outer) })),
    outside: part.outside.map((each) => ({ ...place(each), cell: outer(each.cell) })),
    unfitted: part.unfitted.map(outer),
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
    moved: new Map(),
    slivers: [],
    gaps: [],
    overlaps: [],
    outside: [],
    unfitted: [],
  }
  if (given.length === 0) return untouched
  const scale = computeScaleAt(getShapeBox(given[0]!)[1])
  const stretchX = scale.x / scale.y
  const unfitted = new Set<number>()
  // cells that cannot be fitted are left out, and all others are fitted without them
  for (let round = 0; round < MOST_ROUNDS && unfitted.size < given.length; round++) {
    const picked = [...given.keys()].filter((cell) => !unfitted.has(cell))
    const inner = (of: ReadonlySet<number>) => new Set(picked.flatMap((cell, i) => (of.has(cell) ? [i] : [])))
    const shapes = picked.map((cell) => given[cell]!)
    let failing: ReadonlySet<number> = new Set()
    // fitting in steps can add up: what has moved too far in sum is done again with smaller steps
    for (const part of [1, 0.5, 0.25]) {
      const tried = attempt(
        shapes,
        boundary,
        inner(fixed),
        inner(context),
        (toleranceM * part) / scale.y,
        stretchX,
      )
      if ('failing' in tried) {
        failing = tried.failing
        continue
      }
      const moves = tried.cells.map((cell, i) =>
        cell === shapes[i] ? 0 : computeHausdorffDistance(cell, shapes[i]!, stretchX) * scale.y,
      )
      failing = new Set(moves.flatMap((move, i) => (move > toleranceM ? [i] : [])))
      if (failing.size === 0)
        return {
          ...toOuterIndices(tried, given, picked),
          movedM: Math.max(0, ...moves),
          moved: new Map(
            moves.flatMap((move, i) =>
              move > 0 && !isSameBoundary(shapes[i]!, tried.cells[i]!) ? [[picked[i]!, move] as const] : [],
            ),
          ),
          unfitted: [...unfitted],
        }
    }
    for (const i of failing.size > 0 ? failing : picked.keys()) unfitted.add(picked[i]!)
  }
  return { ...untouched, unfitted: [...given.keys()] }
}

/** Rounds in which cells are left out before all of them are. */
const MOST_ROUNDS = 8

type Attempt = Omit<CleanTiling, 'movedM' | 'moved' | 'unfitted'>

/** What was found among the `picked` cells, as of all. */
function toOuterIndices(found: Attempt, given: readonly MultiPolygon[], picked: readonly number[]): Attempt {
  const outer = (cell: number) => picked[cell]!
  const cells = [...given]
  found.cells.forEach((cell, i) => {
    cells[outer(i)] = cell
  })
  const place = <T extends ConflictArea>(each: T): T => ({ ...each, beside: each.beside.map(outer) })
  return {
    cells,
    boundary: found.boundary,
    slivers: found.slivers.map(({ to, from, areaM2 }) => ({
      to: to === null ? null : outer(to),
      from: from === null ? null : outer(from),
      areaM2,
    })),
    gaps: found.gaps.map(place),
    overlaps: found.overlaps.map((each) => ({ ...place(each), cells: each.cells.map(outer) })),
    outside: found.outside.map((each) => ({ ...place(each), cell: outer(each.cell) })),
  }
}

/** `failing`: cells whose borders could not be untangled. */
function attempt(
  given: readonly MultiPolygon[],
  boundary: MultiPolygon | null,
  fixed: ReadonlySet<number>,
  context: ReadonlySet<number>,
  tolerance: number,
  stretchX: number,
): Attempt | { failing: ReadonlySet<number> } {
  const rings = toNodedRings(given, boundary, fixed)
  snapVertices(rings, tolerance, stretchX)
  const crossing = nodeRings(rings, tolerance, stretchX)
  if (crossing.size > 0) return { failing: cellsOf([...crossing].map((ring) => rings[ring]!.cell)) }
  const shapes = shapesFrom(rings, given.length).map(joinParts)
  const tangled = (cells: readonly MultiPolygon[]) =>
    cellsOf(cells.flatMap((cell, i) => (cell.length === 0 || findSelfIntersection(cell) ? [i] : [])))
  const before = tangled(shapes)
  if (before.size > 0) return { failing: before }
  const frame = boundary && getFrame(rings)
  const { changed, faces, ...listed } = assignFaces(shapes, frame, rings, fixed, context, tolerance, stretchX)
  const cells = shapes.map((shape, cell) => {
    const anew = changed.has(cell) ? dissolve((faces.get(cell) ?? []).map((face) => [face])) : shape
    return isSameShape(anew, given[cell]!) ? given[cell]! : anew
  })
  const after = tangled(cells)
  if (after.size > 0) return { failing: after }
  // land that only the computation saw, and that no cell gained or lost, is not reported
  const happened = (cell: number | null) => cell !== null && cells[cell] !== given[cell]
  return {
    cells,
    boundary: boundary && frame && !isSameShape(frame, boundary) ? frame : boundary,
    ...listed,
    slivers: listed.slivers.filter(({ to, from }) => happened(to) || happened(from)),
  }
}

/** Parts of a cell that were moved onto each other and have an edge in common become one. */
function joinParts(cell: MultiPolygon): MultiPolygon {
  if (cell.flat().length < 2) return cell
  const edges = toDirectedEdges([cell])
  return cancelOppositeEdges(edges).length < edges.length ? dissolve([cell]) : cell
}

const cellsOf = (cells: readonly number[]): ReadonlySet<number> => new Set(cells.filter((cell) => cell >= 0))
