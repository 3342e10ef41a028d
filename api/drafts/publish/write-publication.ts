import type { CitySnapshot } from '#shared/snapshot/city-snapshot.ts'
import type { CellDifference } from '#shared/drafts/compare-states.ts'
import type { ChangesetScope } from '../../changesets/commit-changeset.ts'
import type { Queryable } from '../../db/database.ts'
import { loadSql } from '../../db/load-sql.ts'
import { encodeJson } from '../../db/protocol/encode-parameter.ts'
import { AppError } from '../../errors.ts'
import { allocateNewCodes } from './allocate-new-codes.ts'
import { certifyPublication } from './certify-publication.ts'
import type { Publication } from './plan-publication.ts'
import { type LockedGrids, requireGrid } from './stored-grid.ts'
import { insertGrids, lockGrids, retireGrids, updateGrids, type WriteScope } from './write-grids.ts'
import { assignPremises } from './assign-premises.ts'
import { moveFeatures } from './move-features.ts'
import { writeOutlines } from './write-outlines.ts'

const sql = {
  insertLineage: loadSql('api/drafts/publish/sql/insert-lineage.sql'),
  insertChangesetGrids: loadSql('api/drafts/publish/sql/insert-changeset-grids.sql'),
}

export interface PublishedGrid {
  /** Id of the grid in the draft; negative for a new grid. */
  draftId: number
  id: number
  code: string
}

interface SortedDifferences {
  changed: CellDifference[]
  retired: CellDifference[]
  added: CellDifference[]
}

/**
 * Writes a publication inside a changeset; at the end the database certifies the tiling.
 *
 * @param day from which the publication is valid
 * @throws AppError stale_base, unprocessable
 */
export async function writePublication(
  tx: Queryable,
  publication: Publication,
  snapshot: CitySnapshot,
  { revision, changesetId }: ChangesetScope,
  day: string,
): Promise<PublishedGrid[]> {
  const differences = sortDifferences(publication)
  const { changed, retired, added } = differences
  const locked = await lockGrids(
    tx,
    [...changed, ...retired].map(({ id }) => id).filter((id) => id > 0),
  )
  checkDay(locked, publication.differences, day)
  const codes = await allocateNewCodes(tx, publication, snapshot)
  const scope: WriteScope = { revision, changesetId, day, locked, codes }

  await updateGrids(tx, changed, scope)
  await retireGrids(tx, retired, scope)
  const { codes: communityCodes, ids: communityIds } = snapshot.units.community
  const idByCode = new Map(communityCodes.map((code, row) => [code, communityIds[row]!]))
  const inserted = await insertGrids(tx, added, idByCode, scope)

  const toStoredId = (id: number) => inserted.get(id)?.id ?? id
  await insertLineage(tx, publication, toStoredId, scope)
  await insertChangesetGrids(tx, differences, inserted, scope)
  await writeOutlines(tx, publication, scope)
  await moveFeatures(tx, publication, scope)
  await assignPremises(tx, publication, toStoredId, scope)
  await certifyPublication(tx, publication, changesetId)
  return [
    ...added.map(({ id }): PublishedGrid => ({ draftId: id, ...inserted.get(id)! })),
    ...changed.flatMap(({ id }): PublishedGrid[] =>
      codes.has(id) ? [{ draftId: id, id, code: codes.get(id)! }] : [],
    ),
  ]
}

/** Grids of a renumbered community count as changed, even when only their code changes. */
function sortDifferences({ state, differences, renumbered }: Publication): SortedDifferences {
  const ids = new Set(differences.map(({ id }) => id))
  const onlyRenumbered = [...state.set.cells.values()]
    .filter((cell) => renumbered.includes(cell.community) && cell.id > 0 && !ids.has(cell.id))
    .map(({ id, shape, community }): CellDifference => {
      const same = { shape, community, facts: state.facts.get(id)! }
      return { id, what: 'described', before: same, after: same }
    })
  return {
    changed: [...differences.filter(({ id, what }) => id > 0 && what !== 'retired'), ...onlyRenumbered],
    retired: differences.filter(({ what }) => what === 'retired'),
    added: differences.filter(({ id, what }) => what === 'new' && id < 0),
  }
}

/** @throws AppError unprocessable when a grid has changed after the day */
function checkDay(locked: LockedGrids, differences: readonly CellDifference[], day: string): void {
  const late = differences.filter(({ id }) => (locked.get(id)?.valid_from ?? '') > day)
  if (late.length > 0)
    throw new AppError('unprocessable', 'grids have changed after that day', {
      reason: 'day_too_early',
      grids: late.map(({ id }) => locked.get(id)?.code),
      day,
    })
}

async function insertLineage(
  tx: Queryable,
  { lineage }: Publication,
  toStoredId: (id: number) => number,
  { changesetId, day }: WriteScope,
): Promise<void> {
  if (lineage.length === 0) return
  await tx.query(sql.insertLineage, [
    lineage.map(({ predecessor }) => toStoredId(predecessor)),
    lineage.map(({ successor }) => toStoredId(successor)),
    lineage.map(({ operation }) => operation),
    changesetId,
    day,
  ])
}

async function insertChangesetGrids(
  tx: Queryable,
  { changed, retired, added }: SortedDifferences,
  inserted: ReadonlyMap<number, { id: number }>,
  { changesetId, day, locked, codes }: WriteScope,
): Promise<void> {
  const rows = [
    ...changed.map(({ id, after }) => {
      const grid = requireGrid(locked, id)
      // for the history a restored grid did not exist before
      const isRestored = grid.valid_to !== null
      return {
        id,
        what: isRestored ? 'new' : 'changed',
        versionBefore: isRestored ? null : grid.version,
        versionAfter: grid.version + 1,
        codeBefore: isRestored ? null : grid.code,
        codeAfter: codes.get(id) ?? grid.code,
        name: after!.facts.name,
      }
    }),
    ...retired.map(({ id, before }) => ({
      id,
      what: 'retired',
      versionBefore: requireGrid(locked, id).version,
      versionAfter: null,
      codeBefore: locked.get(id)?.code,
      codeAfter: null,
      name: before!.facts.name,
    })),
    ...added.map(({ id, after }) => ({
      id: inserted.get(id)?.id ?? id,
      what: 'new',
      versionBefore: null,
      versionAfter: 1,
      codeBefore: null,
      codeAfter: codes.get(id),
      name: after!.facts.name,
    })),
  ]
  await tx.query(sql.insertChangesetGrids, [encodeJson(rows), changesetId, day])
}
