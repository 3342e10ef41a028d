import type { CitySnapshot } from '#shared/snapshot/city-snapshot.ts'
import type { CellDifference, CellState } from '#shared/drafts/compare-states.ts'
import { allocateGridCodes, type UncodedGrid } from '#shared/drafts/allocate-grid-codes.ts'
import { computeInteriorPoint } from '#shared/geometry/shapes/interior-point.ts'
import type { MultiPolygon } from '#shared/geometry/lattice.ts'
import { writeTwkbMultiPolygon } from '#shared/geometry/twkb.ts'
import type { ChangesetScope } from '../../changesets/commit-changeset.ts'
import type { Queryable } from '../../db/database.ts'
import { loadSql } from '../../db/load-sql.ts'
import { encodeJson } from '../../db/protocol/encode-parameter.ts'
import { AppError } from '../../errors.ts'
import type { Publication } from './plan-publication.ts'

const statement = (name: string) => loadSql(`api/drafts/publish/sql/${name}.sql`)
const sql = {
  touched: statement('lock-grids'),
  usedCodes: statement('list-used-codes'),
  history: statement('insert-grid-history'),
  update: statement('update-grids'),
  insert: statement('insert-grids'),
  retire: statement('retire-grids'),
  lineage: statement('insert-lineage'),
  changesetGrids: statement('insert-changeset-grids'),
  touchedUnits: statement('lock-units'),
  unitHistory: statement('insert-unit-history'),
  outlines: statement('update-outlines'),
  certificate: statement('find-certificate-violations'),
}

interface GridRow {
  id: number
  code: string
  alias_codes: Record<string, string>
  valid_from: string
  valid_to: string | null
  version: number
}
interface UnitRow {
  id: number
  code: string
  version: number
  outline_from: string | null
}

export interface PublishedGrid {
  draftId: number
  id: number
  code: string
}

/** Writes a publication inside a change, and has the database certify the tiling before it is committed. */
export async function writePublication(
  tx: Queryable,
  publication: Publication,
  snapshot: CitySnapshot,
  { revision, changesetId }: ChangesetScope,
  day: string,
): Promise<PublishedGrid[]> {
  const { state, differences, renumbered } = publication
  const inRenumbered = [...state.set.cells.values()].filter(
    (cell) => renumbered.includes(cell.community) && cell.id > 0,
  )
  const standing = await touchedGrids(
    tx,
    [...differences.map(({ id }) => id), ...inRenumbered.map(({ id }) => id)].filter((id) => id > 0),
  )
  refuseEarlier(standing, differences, day)
  const codes = await newCodes(tx, publication, snapshot)

  const communityIds = new Map(
    snapshot.units.community.codes.map((code, row) => [code, snapshot.units.community.ids[row]!]),
  )
  const news = differences.filter(({ id, what }) => what === 'new' && id < 0)
  const retired = differences.filter(({ what }) => what === 'retired')
  const changed = [
    ...differences.filter(({ id, what }) => id > 0 && what !== 'retired'),
    // only the code changes
    ...inRenumbered
      .filter(({ id }) => !differences.some((each) => each.id === id))
      .map(({ id }): CellDifference => {
        const same = {
          shape: state.set.cells.get(id)!.shape,
          community: state.set.cells.get(id)!.community,
          facts: state.facts.get(id)!,
        }
        return { id, what: 'described', before: same, after: same }
      }),
  ]
  await updateGrids(tx, changed, { standing, codes, revision, changesetId, day })
  if (retired.length > 0) {
    const { rowCount } = await tx.query(sql.retire, [
      retired.map(({ id }) => id),
      retired.map(({ id }) => versionOf(standing, id)),
      day,
      revision,
    ])
    refuseStale(rowCount, retired.length)
  }
  const ids = new Map<number, { id: number; code: string }>()
  if (news.length > 0) {
    const rows = news.map(({ id, after }) => ({
      ...storedState(after!),
      code: codes.get(id),
      communityId: communityIds.get(after!.community),
      validFrom: day,
    }))
    const { rows: inserted } = await tx.query<{ id: number; code: string }>(sql.insert, [
      encodeJson(rows),
      revision,
    ])
    for (const { id: draftId } of news)
      ids.set(draftId, inserted.find(({ code }) => code === codes.get(draftId)) ?? lost(draftId))
  }
  const realId = (id: number) => ids.get(id)?.id ?? id
  if (publication.lineage.length > 0) {
    const { lineage } = publication
    await tx.query(sql.lineage, [
      lineage.map((pair) => realId(pair.predecessor)),
      lineage.map((pair) => realId(pair.successor)),
      lineage.map((pair) => pair.operation),
      changesetId,
      day,
    ])
  }
  const touched = [
    ...changed.map(({ id, after }) => {
      const row = standing.get(id) ?? lost(id)
      // a grid that is back was not there before
      const back = row.valid_to !== null
      return {
        id,
        what: back ? 'new' : 'changed',
        versionBefore: back ? null : row.version,
        versionAfter: row.version + 1,
        codeBefore: back ? null : row.code,
        codeAfter: codes.get(id) ?? row.code,
        name: after!.facts.name,
      }
    }),
    ...retired.map(({ id, before }) => ({
      id,
      what: 'retired',
      versionBefore: versionOf(standing, id),
      versionAfter: null,
      codeBefore: standing.get(id)?.code,
      codeAfter: null,
      name: before!.facts.name,
    })),
    ...news.map(({ id, after }) => ({
      id: realId(id),
      what: 'new',
      versionBefore: null,
      versionAfter: 1,
      codeBefore: null,
      codeAfter: codes.get(id),
      name: after!.facts.name,
    })),
  ]
  await tx.query(sql.changesetGrids, [encodeJson(touched), changesetId, day])
  await updateOutlines(tx, publication, revision, changesetId, day)
  await certify(tx, publication, changesetId)
  return [
    ...news.map(({ id }): PublishedGrid => ({ draftId: id, ...ids.get(id)! })),
    ...changed.flatMap(({ id }): PublishedGrid[] =>
      codes.has(id) ? [{ draftId: id, id, code: codes.get(id)! }] : [],
    ),
  ]
}

async function touchedGrids(tx: Queryable, ids: number[]): Promise<Map<number, GridRow>> {
  if (ids.length === 0) return new Map()
  return new Map((await tx.query<GridRow>(sql.touched, [[...new Set(ids)]])).rows.map((row) => [row.id, row]))
}

/** Codes of the new grids, and of all grids of communities that are to be numbered anew. */
async function newCodes(
  tx: Queryable,
  { state, differences, renumbered }: Publication,
  { settings: { gridCodes } }: CitySnapshot,
): Promise<Map<number, string>> {
  const cells = [...state.set.cells.values()].filter(
    (cell) =>
      renumbered.includes(cell.community) ||
      differences.some(({ id, what }) => id === cell.id && id < 0 && what === 'new'),
  )
  if (cells.length === 0) return new Map()
  const used = await tx.query<{ code: string }>(sql.usedCodes, [
    [...new Set(cells.map(({ community }) => community))],
  ])
  const places = cells.map(({ id, community, shape }): UncodedGrid => {
    const [x, y] = computeInteriorPoint(shape[0]!)
    return { id, community, x, y }
  })
  const codes = allocateGridCodes(
    places,
    used.rows.map(({ code }) => code),
    gridCodes,
  )
  if (codes === null)
    throw new AppError('unprocessable', 'a community has no codes left', { reason: 'codes_exhausted' })
  return codes
}

async function updateGrids(
  tx: Queryable,
  changed: readonly CellDifference[],
  {
    standing,
    codes,
    revision,
    changesetId,
    day,
  }: {
    standing: ReadonlyMap<number, GridRow>
    codes: ReadonlyMap<number, string>
    revision: number
    changesetId: number
    day: string
  },
): Promise<void> {
  if (changed.length === 0) return
  const rows = changed.map(({ id, before, after }) => {
    const row = standing.get(id) ?? lost(id)
    const code = codes.get(id) ?? row.code
    const { shape, ...fields } = storedState(before ?? after!)
    return {
      history: {
        id,
        version: row.version,
        validFrom: row.valid_from,
        validTo: row.valid_to ?? day,
        shape,
        fields: {
          ...fields,
          code: row.code,
          communityCode: (before ?? after!).community,
          aliasCodes: row.alias_codes,
        },
      },
      update: {
        ...storedState(after!),
        id,
        version: row.version,
        code,
        validFrom: day,
        aliasCodes: code === row.code ? row.alias_codes : { ...row.alias_codes, former: row.code },
      },
    }
  })
  // a grid that is back has left its own last state in the table: that is history now as well
  await tx.query(sql.history, [encodeJson(rows.map(({ history }) => history)), changesetId])
  const { rowCount } = await tx.query(sql.update, [encodeJson(rows.map(({ update }) => update)), revision])
  refuseStale(rowCount, rows.length)
}

async function updateOutlines(
  tx: Queryable,
  { outlines }: Publication,
  revision: number,
  changesetId: number,
  day: string,
): Promise<void> {
  if (outlines.length === 0) return
  const { rows: units } = await tx.query<UnitRow>(sql.touchedUnits, [outlines.map(({ code }) => code)])
  const both = units.flatMap((unit) =>
    outlines.filter(({ code }) => code === unit.code).map(({ before, after }) => ({ unit, before, after })),
  )
  if (both.length !== outlines.length) throw new AppError('stale_base', 'a unit is no more', {})
  const late = units.filter(({ outline_from: since }) => since !== null && since > day)
  if (late.length > 0)
    throw new AppError('unprocessable', 'outlines have moved after that day', {
      reason: 'day_too_early',
      units: late.map(({ code }) => code),
      day,
    })
  await tx.query(sql.unitHistory, [
    encodeJson(
      both.map(({ unit, before }) => ({
        id: unit.id,
        version: unit.version,
        validFrom: unit.outline_from,
        shape: toHex(before),
      })),
    ),
    changesetId,
    day,
  ])
  const { rowCount } = await tx.query(sql.outlines, [
    encodeJson(both.map(({ unit, after }) => ({ id: unit.id, version: unit.version, shape: toHex(after) }))),
    revision,
    day,
  ])
  refuseStale(rowCount, both.length)
}

/** The database's own proof, over all grids of the communities that were touched and all outlines that have moved. */
async function certify(
  tx: Queryable,
  { differences, outlines }: Publication,
  changesetId: number,
): Promise<void> {
  const communities = new Set(
    differences.flatMap(({ before, after }) => [before?.community ?? [], after?.community ?? []].flat()),
  )
  // an outline that has moved must also fit into the unit around it
  const around = outlines.flatMap(({ code }) =>
    code.length === 12 ? [code.slice(0, 9)] : code.length === 9 ? [code.slice(0, 6)] : [],
  )
  const codes = new Set([...communities, ...outlines.map(({ code }) => code), ...around])
  const { rows } = await tx.query<{ code: string; edges: number; x: number; y: number }>(sql.certificate, [
    [...codes],
    changesetId,
  ])
  if (rows.length > 0)
    throw new AppError('unprocessable', 'the database finds that the grids do not tile', {
      reason: 'not_a_tiling',
      units: rows,
    })
}

function refuseEarlier(
  standing: ReadonlyMap<number, GridRow>,
  differences: readonly CellDifference[],
  day: string,
): void {
  const late = differences.filter(({ id }) => (standing.get(id)?.valid_from ?? '') > day)
  if (late.length > 0)
    throw new AppError('unprocessable', 'grids have changed after that day', {
      reason: 'day_too_early',
      grids: late.map(({ id }) => standing.get(id)?.code),
      day,
    })
}

function refuseStale(touched: number, expected: number): void {
  if (touched !== expected)
    throw new AppError('stale_base', 'rows are not as they were drawn on', { expected, found: touched })
}

const versionOf = (standing: ReadonlyMap<number, GridRow>, id: number): number =>
  standing.get(id)?.version ?? lost(id)

function storedState({
  shape,
  facts: { code: _code, validFrom: _validFrom, version: _version, ...values },
}: CellState) {
  return { ...values, shape: toHex(shape) }
}

const toHex = (shape: MultiPolygon): string => Buffer.from(writeTwkbMultiPolygon(shape)).toString('hex')

function lost(id: number): never {
  throw new AppError('stale_base', 'a grid of the draft is no more', { grid: id })
}
