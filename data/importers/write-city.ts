import type { Queryable } from '../../api/db/database.ts'
import { asJson } from '../../api/db/text-from-parameter.ts'
import { loadSql } from '../../api/db/load-sql.ts'
import { writeLine, writeMultiPolygon, writePoint } from '#shared/geometry/twkb.ts'
import type { CityFacts, UnitFacts } from '../city-facts.ts'

const statement = (name: string) => loadSql(`data/importers/sql/${name}.sql`)

const sql = {
  units: statement('insert-units'),
  types: statement('insert-community-types'),
  grids: statement('insert-grids'),
  premises: statement('insert-premises'),
  parks: statement('insert-parks'),
  indicators: statement('insert-indicators'),
  indicatorValues: statement('insert-indicator-values'),
  projects: statement('insert-projects'),
  roads: statement('insert-roads'),
  waterways: statement('insert-waterways'),
}

/** Rows in one statement: few enough that none takes long, many enough that round trips do not count. */
const BATCH = 1000
/** Indicator values are four numbers each. */
const VALUE_BATCH = 20_000

/**
 * Writes a city's facts into its empty tables, inside a transaction of the caller's. `onProgress` hears of rows written
 * and of how many there are.
 */
export async function writeCity(tx: Queryable, facts: CityFacts, revision: number, onProgress: (done: number, total: number) => void = () => undefined): Promise<void> {
  const total = Object.values(facts).reduce((sum: number, part) => sum + (Array.isArray(part) ? part.length : 0), 0)
  let done = 0
  const insert = async <T>(text: string, rows: readonly T[], toRow: (row: T, index: number) => object, stamped = true) => {
    const ids = new Map<string, number>()
    for (let from = 0; from < rows.length; from += BATCH) {
      const batch = rows.slice(from, from + BATCH).map((row, index) => toRow(row, from + index))
      const answer = await tx.query<{ id: number; code: string }>(text, stamped ? [asJson(batch), revision] : [asJson(batch)])
      for (const { id, code } of answer.rows) ids.set(code, id)
      onProgress((done += batch.length), total)
    }
    return ids
  }

  const unitIds = new Map<string, number>()
  const unitId = (code: string | null) => (code === null ? null : unitIds.get(code) ?? unknownCode(code))
  for (const level of ['district', 'street', 'community'] as const) {
    const units = facts.units.filter((unit) => unit.level === level)
    for (const [code, id] of await insert(sql.units, units, (unit) => unitRow(unit, unitId))) unitIds.set(code, id)
  }
  await insert(sql.types, facts.units.flatMap((unit) => unit.types.map((type) => ({ unitId: unitId(unit.code), ...type }))), (row) => row, false)
  await insert(sql.grids, facts.grids, ({ communityCode, geometry, ...grid }) =>
    ({ ...grid, communityId: unitId(communityCode), geometry: hex(writeMultiPolygon(geometry)) }))
  await insert(sql.premises, facts.premises, ({ communityCode, geometry, ...premises }) =>
    ({ ...premises, communityId: unitId(communityCode), geometry: hex(writePoint(geometry)) }))
  await insert(sql.parks, facts.parks, ({ communityCode, geometry, ...park }) =>
    ({ ...park, communityId: unitId(communityCode), geometry: hex(writeMultiPolygon(geometry)) }))
  await insert(sql.projects, facts.projects, ({ communityCode, ...project }) => ({ ...project, communityId: unitId(communityCode) }))
  await insert(sql.roads, facts.roads, ({ geometry, ...road }) => ({ ...road, geometry: hex(writeLine(geometry)) }))
  await insert(sql.waterways, facts.waterways, ({ geometry, ...water }) =>
    ({ ...water, geometry: hex(geometry.kind === 'line' ? writeLine(geometry.line) : writeMultiPolygon(geometry.area)) }))

  const indicatorIds = await insert(sql.indicators, facts.indicators, (indicator, position) => ({ ...indicator, position }), false)
  for (let from = 0; from < facts.indicatorValues.length; from += VALUE_BATCH) {
    const batch = facts.indicatorValues.slice(from, from + VALUE_BATCH)
    await tx.query(sql.indicatorValues, [
      batch.map((value) => indicatorIds.get(value.indicatorCode) ?? unknownCode(value.indicatorCode)),
      batch.map((value) => unitId(value.communityCode)),
      batch.map((value) => value.year),
      batch.map((value) => value.value),
    ])
    onProgress((done += batch.length), total)
  }
}

function unitRow({ geometry, seat, legalParentCode, managingParentCode, types: _types, ...unit }: UnitFacts, unitId: (code: string | null) => number | null) {
  return {
    ...unit,
    legalParentId: unitId(legalParentCode),
    managingParentId: unitId(managingParentCode),
    seat: seat && hex(writePoint(seat)),
    geometry: geometry && hex(writeMultiPolygon(geometry)),
  }
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

function unknownCode(code: string): never {
  throw new Error(`the facts refer to ${code}, which is not among them`)
}
