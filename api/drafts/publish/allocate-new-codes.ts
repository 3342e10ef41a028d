import type { CitySnapshot } from '#shared/snapshot/city-snapshot.ts'
import { allocateGridCodes, type UncodedGrid } from '#shared/drafts/names/allocate-grid-codes.ts'
import { computeInteriorPoint } from '#shared/geometry/shapes/interior-point.ts'
import type { Queryable } from '../../db/database.ts'
import { loadSql } from '../../db/load-sql.ts'
import { AppError } from '../../errors.ts'
import type { Publication } from './plan-publication.ts'

const statement = loadSql('api/drafts/publish/sql/list-used-codes.sql')

/**
 * Allocates codes for the new grids and for all grids of renumbered communities.
 *
 * @returns codes by the id of the grid in the draft
 * @throws AppError unprocessable when a community has no codes left
 */
export async function allocateNewCodes(
  tx: Queryable,
  { state, differences, renumbered }: Publication,
  { settings: { gridCodes } }: CitySnapshot,
): Promise<Map<number, string>> {
  const newIds = new Set(differences.filter(({ id, what }) => id < 0 && what === 'new').map(({ id }) => id))
  const cells = [...state.set.cells.values()].filter(
    (cell) => !cell.undivided && (renumbered.includes(cell.community) || newIds.has(cell.id)),
  )
  if (cells.length === 0) return new Map()
  const communities = [...new Set(cells.map(({ community }) => community))]
  const { rows: used } = await tx.query<{ code: string }>(statement, [communities])
  const uncoded = cells.map(({ id, community, shape }): UncodedGrid => {
    const [x, y] = computeInteriorPoint(shape[0]!)
    return { id, community, x, y }
  })
  const codes = allocateGridCodes(
    uncoded,
    used.map(({ code }) => code),
    gridCodes,
  )
  if (codes === null)
    throw new AppError('unprocessable', 'a community has no codes left', { reason: 'codes_exhausted' })
  return codes
}
