import { setImmediate as breathe } from 'node:timers/promises'
import type { CitySnapshot } from '#shared/city/city-snapshot.ts'
import { metricColumns, sumMetric } from '#shared/coverage/sum-metric.ts'
import { metricOf } from '#shared/coverage/metrics.ts'
import { coverageOptions } from '#shared/coverage/coverage-options.ts'
import { measureReach, reachInput } from '#shared/coverage/reach/measure-reach.ts'
import { straightWays } from '#shared/coverage/reach/straight-ways.ts'
import { makeTable } from '#shared/coverage/table/make-table.ts'

export interface TrendPoint { day: string; value: number | null }

/** Year ends before the data's own day. */
const YEARS_BACK = 5

/**
 * How organisation and service coverage went, worked out from the days on which branches were founded and premises
 * opened, by today's grids and settings. Whether a grid had a worker then, nobody knows: work coverage has no trend.
 */
export async function coverageTrend(city: CitySnapshot): Promise<{ organisation: TrendPoint[]; service: TrendPoint[] }> {
  const organisation: TrendPoint[] = []
  const service: TrendPoint[] = []
  for (const day of daysOf(city.dataDate)) {
    // one measurement takes some hundredths of a second: others get their turn in between
    await breathe()
    const then = asOf(city, day)
    const options = coverageOptions(city.settings)
    const table = makeTable(then, options, () => {
      const input = reachInput(then, options)
      return measureReach(input, straightWays(input.grids, input.sites, options.detour), options)
    })
    const rows = Array.from({ length: table.grids.count }, (_, grid) => grid)
    const valueOf = (id: string) => {
      const metric = metricOf(id)
      if (metric === undefined) return null
      const { value } = sumMetric(metric, metricColumns(metric, table), table, rows)
      return Number.isNaN(value) ? null : value
    }
    organisation.push({ day, value: valueOf('branch-share') })
    service.push({ day, value: valueOf('service-share') })
  }
  return { organisation, service }
}

function daysOf(last: string): string[] {
  const year = Number(last.slice(0, 4))
  const ends = Array.from({ length: YEARS_BACK }, (_, i) => `${year - YEARS_BACK + i}-12-31`)
  return [...ends.filter((day) => day < last), last]
}

/** The city with the branches and open premises that it had on a day; places whose day nobody knows were always there. */
function asOf(city: CitySnapshot, day: string): CitySnapshot {
  return {
    ...city,
    grids: { ...city.grids, branchSince: city.grids.branchSince.map((since) => (since !== null && since <= day ? since : null)) },
    premises: { ...city.premises, statuses: city.premises.statuses.map((status, row) => (status === 'open' && (city.premises.openedOn[row] ?? '') > day ? 'planned' : status)) },
  }
}
