import type { CitySnapshot } from '#shared/snapshot/city-snapshot.ts'
import type { WallData, WallMetric } from '#shared/contract/screens/wall-data.ts'
import { listTrendDays } from '#shared/coverage/filter-city-by-day.ts'
import { findMetric } from '#shared/coverage/metrics/metrics.ts'
import { toReachInput } from '#shared/coverage/reach/measure-reach.ts'
import { createEuclideanDistances } from '#shared/coverage/reach/euclidean-distances.ts'
import { findServingPremises, isServing } from '#shared/coverage/serving-premises.ts'
import { computeMetricColumns, sumMetricValue } from '#shared/coverage/aggregate/sum-metric.ts'
import { type CoverageTable, listReachLimits } from '#shared/coverage/table/coverage-table.ts'

type TrendPoint = WallData['coverage'][number]['trend'][number]

/** Distances in a coverage table are rounded to decimetres. */
const ROUNDING_M = 0.05
/** Opening day of premises without a known one: they count on every day. */
const ALWAYS = ''

/**
 * Computes organisation and service coverage at past year ends from the founding days of branches and the opening days
 * of premises, with today's grids and settings. Distances are measured once: for each grid the day since which premises
 * are within reach. Each metric covers the scope that it was planned for.
 */
export function computeCoverageTrend(
  city: CitySnapshot,
  table: CoverageTable,
): { organisation: TrendPoint[]; service: TrendPoint[] } {
  const all = Array.from({ length: table.grids.count }, (_, grid) => grid)
  const served = findServedSince(city, table)
  const share = (id: WallMetric, then: CoverageTable): number | null => {
    const metric = findMetric(id)
    if (metric === undefined) return null
    const rows = metric.plannedScope === 'urban' ? selectUrbanGrids(table, all) : all
    const value = sumMetricValue(metric, computeMetricColumns(metric, then), then, rows)
    return Number.isNaN(value) ? null : value
  }
  const days = listTrendDays(city.dataDate)
  const has = (since: string | null | undefined, day: string) =>
    since !== null && since !== undefined && since <= day
  return {
    organisation: days.map((day) => ({
      day,
      value: share('branch-share', {
        ...table,
        grids: { ...table.grids, branch: city.grids.branchSince.map((since) => Number(has(since, day))) },
      }),
    })),
    service: days.map((day) => ({
      day,
      value: share('service-share', {
        ...table,
        reach: { ...table.reach, metres: served.map((since) => (has(since, day) ? 0 : NaN)) },
      }),
    })),
  }
}

/** Returns the grids in the urban scope; all, in a city without one. */
export function selectUrbanGrids(
  { grids, communities }: Pick<CoverageTable, 'grids' | 'communities'>,
  rows: readonly number[],
): readonly number[] {
  const urban = rows.filter((grid) => communities.urban[grids.community[grid]!] === 1)
  return urban.length === 0 ? rows : urban
}

function findServedSince(city: CitySnapshot, table: CoverageTable): (string | undefined)[] {
  const { options } = table
  const places = findServingPremises(city, options)
  const { grids, sites, kind, rural } = toReachInput(city, options)
  const limits = listReachLimits(table)
  const { start, grid, metres } = createEuclideanDistances(grids, sites, options.detour).within(
    limits.reduce((most, limit) => Math.max(most, limit), 0) + ROUNDING_M,
  )
  const since = new Array<string | undefined>(city.grids.count).fill(undefined)
  places.forEach((row, site) => {
    const opened = city.premises.openedOn[row] ?? ALWAYS
    for (let i = start[site]!; i < start[site + 1]!; i++) {
      const at = grid[i]!
      const before = since[at]
      if (!isServing(options, kind[site]!, rural[at] === 1)) continue
      if (Math.round(metres[i]! * 10) / 10 <= limits[at]! && (before === undefined || opened < before))
        since[at] = opened
    }
  })
  return since
}
