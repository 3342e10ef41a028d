import { z } from 'zod'
import type { CitySnapshot } from '#shared/snapshot/city-snapshot.ts'
import type { IndicatorData, IndicatorItem } from '#shared/contract/coverage/indicators.ts'
import { IndicatorAggregate, type UnitLevel } from '#shared/contract/enums.ts'
import { computeIndicatorBreaks } from '#shared/coverage/indicators/indicator-breaks.ts'
import type { Database } from '../db/database.ts'
import { loadSql } from '../db/load-sql.ts'
import { withCity } from '../db/transaction/with-city.ts'
import { AppError } from '../errors.ts'

const sql = {
  items: loadSql('api/coverage/sql/list-indicators.sql'),
  years: loadSql('api/coverage/sql/list-indicator-years.sql'),
  values: loadSql('api/coverage/sql/list-indicator-values.sql'),
}

const ItemRow = z
  .object({
    code: z.string(),
    category: z.number().int(),
    category_name: z.string(),
    category_name_en: z.string(),
    name: z.string(),
    name_en: z.string(),
    unit: z.string(),
    unit_en: z.string(),
    aggregate: IndicatorAggregate,
  })
  .transform(({ category_name, category_name_en, name_en, unit_en, ...row }): IndicatorItem => ({
    ...row,
    categoryName: category_name,
    categoryNameEn: category_name_en,
    nameEn: name_en,
    unitEn: unit_en,
  }))
const YearRow = z.object({ year: z.number().int() })
const ValuesRow = z.object({
  year: z.number().int(),
  communities: z.array(z.number().int()),
  values: z.array(z.number()),
})

export interface IndicatorReader {
  list(city: CitySnapshot): Promise<{ items: IndicatorItem[]; years: number[] }>
  /** @throws AppError not_found */
  data(city: CitySnapshot, code: string): Promise<IndicatorData>
}

/** Reads the community data form. Results are cached until the city has a newer revision. */
export function createIndicatorReader(database: Database): IndicatorReader {
  const lists = new WeakMap<CitySnapshot, ReturnType<IndicatorReader['list']>>()
  const list: IndicatorReader['list'] = (city) => {
    const known =
      lists.get(city) ??
      withCity(
        database,
        city.code,
        async (tx) => ({
          items: z.array(ItemRow).parse((await tx.query(sql.items)).rows),
          years: z
            .array(YearRow)
            .parse((await tx.query(sql.years)).rows)
            .map(({ year }) => year),
        }),
        { access: 'read' },
      )
    lists.set(city, known)
    known.catch(() => lists.delete(city))
    return known
  }
  return {
    list,
    async data(city, code) {
      const item = (await list(city)).items.find((each) => each.code === code)
      if (item === undefined)
        throw new AppError('not_found', `there is no item ${code} in the community data form`, {
          indicator: code,
        })
      const rows = await withCity(
        database,
        city.code,
        async (tx) => z.array(ValuesRow).parse((await tx.query(sql.values, [code])).rows),
        { access: 'read' },
      )
      const { ids } = city.units.community
      const columns = rows.map(({ year, communities, values }) => {
        const byId = new Map(communities.map((id, i) => [id, values[i] ?? NaN]))
        return { year, values: Float64Array.from(ids, (id) => byId.get(id) ?? NaN) }
      })
      const breaksAt = (level: UnitLevel) =>
        computeIndicatorBreaks(
          columns.flatMap(({ values }) => Array.from(atLevel(city, level, values, item.aggregate === 'sum'))),
        )
      return {
        item,
        communities: Array.from(ids),
        years: columns.map(({ year, values }) => ({
          year,
          values: Array.from(values, (value) => (Number.isNaN(value) ? null : value)),
        })),
        breaks: {
          community: breaksAt('community'),
          street: breaksAt('street'),
          district: breaksAt('district'),
        },
      }
    },
  }
}

/** Reads the figures of the units of a level. Only totals grow with the level, so only they need limits per level. */
function atLevel(
  { units }: CitySnapshot,
  level: UnitLevel,
  values: Float64Array,
  total: boolean,
): Float64Array {
  if (level === 'community' || !total) return values
  const sums = new Float64Array(units[level].count).fill(NaN)
  values.forEach((value, community) => {
    const street = units.community.legalParent[community] ?? -1
    const row = level === 'street' ? street : (units.street.legalParent[street] ?? -1)
    if (row >= 0 && !Number.isNaN(value)) sums[row] = (Number.isNaN(sums[row]) ? 0 : (sums[row] ?? 0)) + value
  })
  return sums
}
