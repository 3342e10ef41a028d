import type { Revision } from '#shared/contract/ids.ts'
import type { Parameter, Queryable } from '../../../db/database.ts'
import { encodeJson } from '../../../db/protocol/encode-parameter.ts'
import { loadSql } from '../../../db/load-sql.ts'
import type { CityDataset } from '../../../../data/city-dataset.ts'
import {
  toStoredBuilding,
  toStoredGrid,
  toStoredPark,
  toStoredPremises,
  toStoredRoad,
  toStoredUnit,
  toStoredWaterway,
} from '../../tables/stored-rows.ts'

const statement = (name: string) => loadSql(`api/transfer/tables/sql/insert/insert-${name}.sql`)

const sql = {
  units: statement('units'),
  types: statement('community-types'),
  grids: statement('grids'),
  premises: statement('premises'),
  parks: statement('parks'),
  buildings: statement('buildings'),
  indicators: statement('indicators'),
  indicatorValues: statement('indicator-values'),
  projects: statement('projects'),
  roads: statement('roads'),
  waterways: statement('waterways'),
}

/** Rows in one statement: few enough that none takes long, many enough that round trips do not count. */
const BATCH = 1000
/** Indicator values are four numbers each. */
const VALUE_BATCH = 20_000

/**
 * Writes a city's facts into its empty tables, inside a transaction of the caller's. `onProgress` hears of rows written
 * and of how many there are.
 */
export async function insertCityDataset(
  tx: Queryable,
  facts: CityDataset,
  revision: Revision,
  onProgress: (done: number, total: number) => void = () => undefined,
): Promise<void> {
  const total = Object.values(facts).reduce(
    (sum: number, part) => sum + (Array.isArray(part) ? part.length : 0),
    0,
  )
  let done = 0
  const insert = async <T>(
    text: string,
    rows: readonly T[],
    toRow: (row: T, index: number) => object,
    parameters: () => readonly Parameter[],
  ) => {
    const ids: Record<string, number> = {}
    for (let from = 0; from < rows.length; from += BATCH) {
      const batch = rows.slice(from, from + BATCH).map((row, index) => toRow(row, from + index))
      const answer = await tx.query<{ id: number; code: string }>(text, [encodeJson(batch), ...parameters()])
      for (const { id, code } of answer.rows) ids[code] = id
      onProgress((done += batch.length), total)
    }
    return ids
  }

  const unitIds: Record<string, number> = {}
  const known = (code: string | null) => (code === null ? null : (unitIds[code] ?? unknownCode(code)))
  const stamped = () => [revision, unitIds]
  for (const level of ['district', 'street', 'community'] as const) {
    Object.assign(
      unitIds,
      await insert(
        sql.units,
        facts.units.filter((unit) => unit.level === level),
        toStoredUnit,
        stamped,
      ),
    )
  }
  for (const { legalParentCode, managingParentCode } of facts.units)
    for (const code of [legalParentCode, managingParentCode]) known(code)
  for (const { communityCode } of [...facts.grids, ...facts.premises, ...facts.parks, ...facts.projects])
    known(communityCode)
  await insert(
    sql.types,
    facts.units.filter(({ types }) => types.length > 0),
    ({ code, types }) => ({ code, types }),
    () => [unitIds],
  )
  await insert(sql.grids, facts.grids, toStoredGrid, stamped)
  await insert(sql.premises, facts.premises, toStoredPremises, stamped)
  await insert(sql.parks, facts.parks, toStoredPark, stamped)
  await insert(sql.buildings, facts.buildings, toStoredBuilding, () => [revision])
  await insert(sql.projects, facts.projects, (project) => project, stamped)
  await insert(sql.roads, facts.roads, toStoredRoad, () => [revision])
  await insert(sql.waterways, facts.waterways, toStoredWaterway, () => [revision])

  const indicatorIds = await insert(
    sql.indicators,
    facts.indicators,
    (indicator, position) => ({ ...indicator, position }),
    () => [],
  )
  for (let from = 0; from < facts.indicatorValues.length; from += VALUE_BATCH) {
    const batch = facts.indicatorValues.slice(from, from + VALUE_BATCH)
    await tx.query(sql.indicatorValues, [
      batch.map((value) => indicatorIds[value.indicatorCode] ?? unknownCode(value.indicatorCode)),
      batch.map((value) => known(value.communityCode)),
      batch.map((value) => value.year),
      batch.map((value) => value.value),
    ])
    onProgress((done += batch.length), total)
  }
}

function unknownCode(code: string): never {
  throw new Error(`the facts refer to ${code}, which is not among them`)
}
