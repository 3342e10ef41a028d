import type { Cell, CellSet, GridChange } from '../geometry/cell-set.ts'
import { toFlatPolygons } from '../geometry/flat-polygons.ts'
import type { MultiPolygon } from '../geometry/lattice.ts'
import type { Reason } from '../geometry/result.ts'
import { certifyTiling } from '../geometry/topology/certify-tiling.ts'
import { findShapeDefect } from '../geometry/topology/find-shape-defect.ts'
import { applyDraftChange, type DraftChange, type DraftState } from './draft-state.ts'

/**
 * Returns why a change must not become a step; null: every changed shape is valid and no unit that tiled before stops
 * tiling. The page asks it in the preview and the server for every step, every rebase and every publication, so that
 * what one accepts the other accepts too.
 */
export function findChangeDefect(before: DraftState, change: DraftChange): Reason | null {
  const { geometry } = change
  // imported grids need not tile: the draft is there to repair them, and submitting checks the result
  if (geometry === null || change.operation === 'import') return null
  for (const { id, shape } of geometry.put) {
    const at = findShapeDefect(shape)
    if (at) return { code: 'too_close', cells: [id], at }
  }
  for (const { shape } of geometry.outlines) {
    const at = findShapeDefect(shape)
    if (at) return { code: 'not_a_tiling', at }
  }
  // other programs redraw grids one by one: their edits may break the tiling, and submitting checks the result
  if (change.operation === 'redraw' || preservesEdges(before.set, geometry)) return null
  return findBrokenUnit(before, change)
}

/**
 * Proves from the changed cells alone that a tiling stays one: in every unit the edges of the new shapes, of the old
 * ones reversed, of the old outline and of the new one reversed cancel. The cost does not depend on the city.
 */
function preservesEdges(
  { cells, outlines }: CellSet,
  { put, retire, outlines: redrawn }: GridChange,
): boolean {
  const old = [...put.map((cell) => cell.id), ...retire].flatMap((id) => cells.get(id) ?? [])
  const touched = new Set([...put, ...old].map((cell) => cell.community))
  const newOutlines = new Map(redrawn.map(({ unit, shape }) => [unit, shape]))
  for (const [unit, { shape, communities }] of outlines) {
    const newOutline = newOutlines.get(unit)
    if (newOutline === undefined && ![...touched].some((code) => communities.has(code))) continue
    const inside = ({ community }: Cell) => communities.has(community)
    const shapes = [
      ...put.filter(inside).map((cell) => cell.shape),
      ...old.filter(inside).map((cell) => reverseRings(cell.shape)),
      ...(newOutline === undefined ? [] : [shape, reverseRings(newOutline)]),
    ]
    if (certifyTiling(toFlatPolygons(shapes), NOTHING).open.length > 0) return false
  }
  return true
}

const NOTHING = toFlatPolygons([])

const reverseRings = (shape: MultiPolygon): MultiPolygon =>
  shape.map((polygon) => polygon.map((ring) => ring.toReversed()))

/** Imported grids may not tile at first and are repaired step by step: only a unit that tiled before must still tile. */
function findBrokenUnit(before: DraftState, change: DraftChange): Reason | null {
  const after = applyDraftChange(before, change)
  for (const [unit, { shape }] of after.set.outlines) {
    if (!unit.startsWith(before.street)) continue
    const certificate = certifyUnit(after, unit, shape)
    if (certificate.holds) continue
    const oldShape = before.set.outlines.get(unit)?.shape
    if (!oldShape || !certifyUnit(before, unit, oldShape).holds) continue
    const at = certificate.open[0]?.from ?? certificate.uncovered[0]?.from
    return { code: 'not_a_tiling', ...(at ? { at } : {}) }
  }
  return null
}

const certifyUnit = ({ set, places }: DraftState, unit: string, outline: MultiPolygon) =>
  certifyTiling(
    toFlatPolygons(
      [...set.cells.values()]
        .filter((cell) => cell.community.startsWith(unit) && (places.get(cell.id) ?? 'own') === 'own')
        .map((cell) => cell.shape),
    ),
    toFlatPolygons([outline]),
  )
