import { setImmediate as immediate } from 'node:timers/promises'
import { z } from 'zod'
import type { CitySnapshot, PremisesTable } from '#shared/snapshot/city-snapshot.ts'
import type { WallMetric, WallTrends } from '#shared/contract/screens/wall-data.ts'
import { findMetric } from '#shared/coverage/metrics/metrics.ts'
import { computeMetricColumns, sumMetricValue } from '#shared/coverage/aggregate/sum-metric.ts'
import type { CoverageTable } from '#shared/coverage/table/coverage-table.ts'
import type { CoverageTableCache } from '../coverage/coverage-table-cache.ts'
import type { PastCities } from '../coverage/past-cities.ts'
import type { Database } from '../db/database.ts'
import { loadSql } from '../db/load-sql.ts'
import { withCity } from '../db/transaction/with-city.ts'
import { memoize } from '../snapshot/memoize.ts'

/** Premises came up to standard on days that nobody records. */
type TrendMetric = Exclude<WallMetric, 'standard-share'>
const TREND_METRICS: readonly TrendMetric[] = ['branch-share', 'work-share', 'service-share']
type TrendValues = Record<TrendMetric, number | null>

const earliestChange = loadSql('api/screens/sql/select-earliest-change.sql')
const EarliestChange = z.object({ day: z.string().nullable() })

/** The values of past days that are known, and the revision up to which they are. */
interface KnownDays {
  revision: number
  values: Map<string, Promise<TrendValues>>
}

/**
 * Computes the trends of walls: each point is the figure of the city as of its day, in the scope that the metric was
 * planned for. A publication changes only days from that on which it takes effect; the values of earlier days are kept.
 */
export function createCoverageTrends({
  database,
  past,
  tables,
}: {
  database: Database
  past: PastCities
  tables: CoverageTableCache
}): (city: CitySnapshot) => Promise<WallTrends['trends']> {
  // a city keeps its table of premises until something else than a publication of grids changes it
  const known = new WeakMap<PremisesTable, KnownDays>()

  const findKnownDays = async (city: CitySnapshot): Promise<KnownDays> => {
    const days = memoize(known, city.premises, () => ({ revision: city.revision, values: new Map() }))
    if (days.revision >= city.revision) return days
    const { day: since } = await withCity(
      database,
      city.code,
      async (tx) => EarliestChange.parse((await tx.query(earliestChange, [days.revision])).rows[0]),
      { access: 'read' },
    )
    if (since !== null) for (const day of [...days.values.keys()]) if (day >= since) days.values.delete(day)
    days.revision = Math.max(days.revision, city.revision)
    return days
  }

  const computeDay = async (city: CitySnapshot, day: string): Promise<TrendValues> =>
    computeTrendValues(await tables.getDefault(await past.get(city, day)))

  return async (city) => {
    const { values } = await findKnownDays(city)
    const points: (TrendValues & { day: string })[] = []
    for (const day of await past.listDays(city)) {
      const value =
        day === city.dataDate ? computeDay(city, day) : memoize(values, day, () => computeDay(city, day))
      // the next caller tries again
      value.catch(() => values.delete(day))
      points.push({ day, ...(await value) })
      await immediate()
    }
    return TREND_METRICS.map((metric) => ({
      metric,
      points: points.map(({ day, [metric]: value }) => ({ day, value })),
    }))
  }
}

function computeTrendValues(table: CoverageTable): TrendValues {
  const all = Array.from({ length: table.grids.count }, (_, grid) => grid)
  const share = (id: WallMetric): number | null => {
    const metric = findMetric(id)
    if (metric === undefined) return null
    const rows = metric.plannedScope === 'urban' ? selectUrbanGrids(table, all) : all
    const value = sumMetricValue(metric, computeMetricColumns(metric, table), table, rows)
    return Number.isNaN(value) ? null : value
  }
  return {
    'branch-share': share('branch-share'),
    'work-share': share('work-share'),
    'service-share': share('service-share'),
  }
}

/** Returns the grids in the urban scope; all, in a city without one. */
function selectUrbanGrids(
  { grids, communities }: Pick<CoverageTable, 'grids' | 'communities'>,
  rows: readonly number[],
): readonly number[] {
  const urban = rows.filter((grid) => communities.urban[grids.community[grid]!] === 1)
  return urban.length === 0 ? rows : urban
}
