import type { DraftState } from '../drafts/draft-state.ts'
import { int32At } from '../geometry/at.ts'
import type { CellId } from '../geometry/cell-set.ts'
import { getMultiPolygon } from '../geometry/flat-polygons.ts'
import { isPointInShape } from '../geometry/shapes/is-point-in-shape.ts'
import { getShapeBox } from '../geometry/shapes/shape-box.ts'
import type { DivisionBuilding, DivisionInput, DivisionLine } from './division-input.ts'
import { selectLinesNear } from './read-division-lines.ts'

export type DivisionWish = Pick<
  DivisionInput,
  'count' | 'tolerance' | 'keepsCompounds' | 'mostChange' | 'premises' | 'premisesM' | 'bearing' | 'seed'
>

/** Collects what a division of chosen grids of a draft looks at. */
export function readDivisionInput(
  { set, buildings }: DraftState,
  ids: readonly CellId[],
  lines: readonly DivisionLine[],
  wish: DivisionWish,
): DivisionInput {
  const grids = ids.flatMap((id) => {
    const cell = set.cells.get(id)
    return cell ? [{ id, shape: cell.shape }] : []
  })
  const shapes = grids.flatMap(({ shape }) => shape)
  return {
    ...wish,
    premises: (wish.premises ?? []).filter((place) =>
      grids.some(({ shape }) => isPointInShape(shape, place)),
    ),
    grids,
    buildings: buildings === undefined ? [] : ids.flatMap((id) => listBuildings(buildings, id)),
    lines: shapes.length === 0 ? [] : selectLinesNear(lines, getShapeBox(shapes)),
  }
}

function listBuildings(
  { table, rowsByCell }: NonNullable<DraftState['buildings']>,
  id: CellId,
): DivisionBuilding[] {
  return (rowsByCell.get(id) ?? []).map((row) => ({
    households: table.counts.households[row] ?? 0,
    footprint: getMultiPolygon(table.footprints, row),
    place: [int32At(table.places, 2 * row), int32At(table.places, 2 * row + 1)],
    compound: table.compounds[row] ?? null,
  }))
}
