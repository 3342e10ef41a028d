import { certifyTiling } from '../geometry/topology/certify-tiling.ts'
import { toFlatPolygons } from '../geometry/flat-polygons.ts'
import type { DraftState } from './draft-state.ts'

/**
 * Certifies the tiling of the street and of its communities; with `communities` only of these and the street.
 */
export function certifyDraft(
  { street, set, places }: DraftState,
  communities?: ReadonlySet<string>,
): { unit: string; holds: boolean }[] {
  return [...set.outlines].flatMap(([unit, { shape }]) => {
    if (!unit.startsWith(street) || (communities && unit !== street && !communities.has(unit))) return []
    const cells = [...set.cells.values()].filter(
      (cell) => cell.community.startsWith(unit) && (places.get(cell.id) ?? 'own') === 'own',
    )
    return [
      {
        unit,
        holds: certifyTiling(toFlatPolygons(cells.map((cell) => cell.shape)), toFlatPolygons([shape])).holds,
      },
    ]
  })
}
