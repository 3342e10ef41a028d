import type { RestoreOperation } from '../contract/drafts/draft-operations.ts'
import { insertNeighbourVertices } from '../geometry/topology/insert-neighbour-vertices.ts'
import { applyChange, type Cell, type GridChange } from '../geometry/cell-set.ts'
import { getMultiPolygon } from '../geometry/flat-polygons.ts'
import type { MultiPolygon } from '../geometry/lattice.ts'
import { ok, reject, type Result } from '../geometry/result.ts'
import { readTwkbPolygons } from '../geometry/twkb.ts'
import { decodeBase64 } from '../geometry/base64.ts'
import type { GridAttributes, DraftChange, DraftState } from './draft-state.ts'

/** Restores grids to their state before a published change. */
export function restoreGrids(
  state: DraftState,
  { changeset, grids, retire, outlines }: RestoreOperation,
): Result<DraftChange> {
  const unknown = retire.filter((id) => !state.set.cells.has(id))
  if (unknown.length > 0) return reject('retired_cell', { cells: unknown })
  const plain: GridChange = {
    operation: `restore ${changeset}`,
    put: grids.map((grid): Cell => ({
      id: grid.id,
      community: grid.community,
      shape: readShape(grid.shape),
    })),
    retire: [...retire],
    outlines: outlines.map(({ unit, shape }) => ({ unit, shape: readShape(shape) })),
    lineage: [],
  }
  const after = insertNeighbourVertices(
    applyChange(state.set, plain),
    grids.map(({ id }) => id),
    outlines.map(({ unit }) => unit),
  )
  return ok({
    operation: 'restore',
    geometry: {
      ...plain,
      put: plain.put.map((cell) => after.cells.get(cell.id) ?? cell),
      outlines: plain.outlines.map((outline) => ({
        unit: outline.unit,
        shape: after.outlines.get(outline.unit)?.shape ?? outline.shape,
      })),
      lineage: grids
        .filter(({ id }) => !state.set.cells.has(id))
        .flatMap(({ id }) => retire.map((predecessor) => ({ predecessor, successor: id }))),
    },
    facts: [
      ...retire.map((id) => [id, null] as const),
      ...grids.map(({ id, code, values }) => {
        const now = state.facts.get(id)
        const facts: GridAttributes = {
          ...values,
          code: now?.code ?? code,
          validFrom: now?.validFrom ?? null,
          version: now?.version ?? 0,
        }
        return [id, facts] as const
      }),
    ],
    renumbered: null,
    gone: [...retire],
    back: grids.map(({ id }) => id).filter((id) => state.gone.has(id)),
  })
}

const readShape = (text: string): MultiPolygon => getMultiPolygon(readTwkbPolygons(decodeBase64(text), 1), 0)
