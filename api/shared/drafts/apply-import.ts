import type { ImportOperation } from '../contract/drafts/draft-operations.ts'
import type { Cell } from '../geometry/cell-set.ts'
import { getMultiPolygon } from '../geometry/flat-polygons.ts'
import type { MultiPolygon } from '../geometry/lattice.ts'
import { ok, reject, type Result } from '../geometry/result.ts'
import { readTwkbPolygons } from '../geometry/twkb.ts'
import { decodeBase64 } from '../geometry/base64.ts'
import type { GridAttributes, DraftChange, DraftState } from './draft-state.ts'

/**
 * Puts the grids of a file into a draft as they are, whether or not they form a tiling: the editor of the
 * draft fixes them.
 */
export function applyImport(
  state: DraftState,
  { grids, neighbours, retire, outlines, lineage }: ImportOperation,
): Result<DraftChange> {
  const unknown = [
    ...retire,
    ...neighbours.map(({ id }) => id),
    ...grids.map(({ id }) => id).filter((id) => id > 0),
  ].filter((id) => !state.set.cells.has(id))
  if (unknown.length > 0) return reject('retired_cell', { cells: unknown })
  return ok({
    operation: 'import',
    geometry: {
      operation: 'import',
      put: [
        ...grids.map((grid): Cell => ({
          id: grid.id,
          community: grid.community,
          shape: readShape(grid.shape),
        })),
        ...neighbours.map(({ id, shape }): Cell => ({
          id,
          community: state.set.cells.get(id)!.community,
          shape: readShape(shape),
        })),
      ],
      retire: [...retire],
      outlines: outlines
        .filter(({ unit }) => state.set.outlines.has(unit))
        .map(({ unit, shape }) => ({ unit, shape: readShape(shape) })),
      lineage: lineage.map(({ predecessor, successor }) => ({ predecessor, successor })),
    },
    facts: [
      ...retire.map((id) => [id, null] as const),
      ...grids.map(({ id, values }) => {
        const now = state.facts.get(id)
        const facts: GridAttributes = {
          ...values,
          code: now?.code ?? null,
          validFrom: now?.validFrom ?? null,
          version: now?.version ?? 0,
        }
        return [id, facts] as const
      }),
    ],
    renumbered: null,
    gone: [...retire],
    back: [],
  })
}

const readShape = (text: string): MultiPolygon => getMultiPolygon(readTwkbPolygons(decodeBase64(text), 1), 0)
