import type { Parameter, Queryable } from '../../api/db/database.ts'
import { asJson } from '../../api/db/text-from-parameter.ts'
import { loadSql } from '../../api/db/load-sql.ts'
import type { CityFacts } from '../city-facts.ts'
import {
  storedGrid,
  storedPark,
  storedPremises,
  storedRoad,
  storedUnit,
  storedWaterway,
} from '../tables/stored-rows.ts'

const statement = (name: string) => loadSql(`data/tables/sql/insert-${name}.sql`)

const sql = {
  units: statement('units'),
  types: statement('community-types'),
  grids: statement('grids'),
  premises: statement('premises'),
  parks: statement('parks'),
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
export async function writeCity(
  tx: Queryable,
  facts: CityFacts,
  revision: number,
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
      const answer = await tx.query<{ id: number; code: string }>(text, [asJson(batch), ...parameters()])
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
        storedUnit,
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
  await insert(sql.grids, facts.grids, storedGrid, stamped)
  await insert(sql.premises, facts.premises, storedPremises, stamped)
  await insert(sql.parks, facts.parks, storedPark, stamped)
  await insert(sql.projects, facts.projects, (project) => project, stamped)
  await insert(sql.roads, facts.roads, storedRoad, () => [revision])
  await insert(sql.waterways, facts.waterways, storedWaterway, () => [revision])

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
