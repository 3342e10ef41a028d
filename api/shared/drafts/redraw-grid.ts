import type { RedrawOperation } from '../contract/drafts/draft-operations.ts'
import type { Cell, CellSet, GridChange } from '../geometry/cell-set.ts'
import { locatePointInPolygon } from '../geometry/shapes/point-in-polygon.ts'
import { snapShapeToBorders } from '../geometry/topology/snap-shape-to-borders.ts'
import { getMultiPolygon } from '../geometry/flat-polygons.ts'
import { computeInteriorPoint } from '../geometry/shapes/interior-point.ts'
import type { MultiPolygon } from '../geometry/lattice.ts'
import { buildChange } from '../geometry/operations/build-change.ts'
import { ok, type Reason, reject, type Result } from '../geometry/result.ts'
import { computeTwiceSignedArea } from '../geometry/signed-area.ts'
import { findSelfIntersection } from '../geometry/topology/find-self-intersection.ts'
import { readTwkbPolygons } from '../geometry/twkb.ts'
import { decodeBase64 } from '../geometry/base64.ts'
import {
  createGridAttributes,
  type GridAttributes,
  type DraftChange,
  type DraftState,
} from './draft-state.ts'

/**
 * Puts a grid as drawn by another program into a draft: replaces, adds or retires it. Unlike every other
 * operation it may leave gaps and overlaps, because a desktop program sends one grid after the other; the
 * list of issues reports them and the certificate blocks the submission. Counts are taken as given and do not
 * move with the land.
 */
export function redrawGrid(state: DraftState, operation: RedrawOperation): Result<DraftChange> {
  const { grid, shape, community, values, from } = operation
  const cell = state.set.cells.get(grid)
  if (shape === null) return cell ? ok(retire(state, cell)) : reject('unknown_cell', { cells: [grid] })
  const target = cell?.community ?? community
  if (target === undefined || !state.set.outlines.has(target) || !target.startsWith(state.street))
    return reject('other_street', { cells: [grid] })

  const drawn = readShape(shape)
  const fit =
    cell && JSON.stringify(cell.shape) === JSON.stringify(drawn)
      ? { shape: cell.shape, inserted: new Map() }
      : snapShapeToBorders(state.set, drawn, grid)
  const fault = findFault(fit.shape)
  if (fault) return { ok: false, reason: { ...fault, cells: [grid] } }
  const known = state.facts.get(grid)
  const facts: GridAttributes = { ...(known ?? unknownFacts(state, target)), ...values }
  const unchanged = cell?.shape === fit.shape
  if (unchanged && JSON.stringify(facts) === JSON.stringify(known))
    return reject('nothing_changes', { cells: [grid] })
  const geometry = unchanged
    ? null
    : buildChange(state.set, {
        operation: 'redraw',
        put: [{ id: grid, community: target, shape: fit.shape }],
        lineage: cell ? [] : parentsOf(state.set, from ?? null, grid, fit.shape),
        inserted: fit.inserted,
      })
  return ok({ operation: 'redraw', geometry, facts: [[grid, facts]], renumbered: null, gone: [], back: [] })
}

/** Retires the grid; the grid that has its land now is its successor. */
function retire({ set }: DraftState, cell: Cell): DraftChange {
  const successor = findContainingCell(set, cell.shape, cell.id)
  const geometry: GridChange = buildChange(set, {
    operation: 'redraw',
    retire: [cell.id],
    lineage:
      successor === null
        ? []
        : [
            { predecessor: successor, successor },
            { predecessor: cell.id, successor },
          ],
  })
  return {
    operation: 'redraw',
    geometry,
    facts: [[cell.id, null]],
    renumbered: null,
    gone: [cell.id],
    back: [],
  }
}

/** A new grid has as predecessor the grid that has its land, or had it when the draft was created. */
function parentsOf(
  set: CellSet,
  from: number | null,
  grid: number,
  shape: MultiPolygon,
): GridChange['lineage'] {
  const parent = findContainingCell(set, shape, grid) ?? from
  return parent === null
    ? []
    : [
        ...(set.cells.has(parent) ? [{ predecessor: parent, successor: parent }] : []),
        { predecessor: parent, successor: grid },
      ]
}

/** Returns another grid that contains an interior point of the shape; null: none. */
export function findContainingCell(set: CellSet, [polygon]: MultiPolygon, but: number): number | null {
  if (!polygon) return null
  const [x, y] = computeInteriorPoint(polygon)
  return (
    [...set.cells.values()].find(
      ({ id, shape, undivided }) =>
        id !== but && !undivided && shape.some((each) => locatePointInPolygon(each, x, y) === 'inside'),
    )?.id ?? null
  )
}

function findFault(shape: MultiPolygon): Reason | null {
  if (
    shape.length === 0 ||
    shape.flat().some((ring) => ring.length < 3 || computeTwiceSignedArea(ring) === 0)
  )
    return { code: 'too_few_points' }
  const at = findSelfIntersection(shape)
  return at ? { code: 'self_crossing', at } : null
}

function unknownFacts({ set, facts }: DraftState, community: string): GridAttributes {
  const usedNames = new Set(
    [...set.cells.values()]
      .filter((cell) => cell.community === community)
      .map(({ id }) => facts.get(id)?.name),
  )
  let number = 1
  while (usedNames.has(`新网格${number}`)) number++
  return createGridAttributes(`新网格${number}`, 'comprehensive')
}

const readShape = (text: string): MultiPolygon => getMultiPolygon(readTwkbPolygons(decodeBase64(text), 1), 0)
