import { computeMetricColumns, sumMetricValue } from '#shared/coverage/aggregate/sum-metric.ts'
import { serviceMetres } from '#shared/coverage/metrics/distance-metrics.ts'
import type { Metric } from '#shared/coverage/metrics/metric.ts'
import type { TerritoryLevel } from '#shared/contract/enums.ts'
import { formatMetricValue } from '../lib/format-metric-value.ts'
import { useCity } from './city.store.ts'
import { useCoverage } from './coverage.store.ts'
import { usePreferences } from './preferences.store.ts'
import { useMetricText } from './use-metric-text.ts'

interface MetricFormatInput {
  metric: Metric
  level: TerritoryLevel
  value: number | null
  /** Rows of the grids behind the value: for the distance beside a time. */
  rows?: readonly number[]
}

/** Returns a function that writes values of metrics in the language of the page. */
export function useMetricFormat(): (input: MetricFormatInput) => string {
  const city = useCity()
  const coverage = useCoverage()
  const preferences = usePreferences()
  const metricText = useMetricText()

  /** Town and country have speeds of their own: a distance follows from a time only where they are equal. */
  function findMetres({ value, rows }: MetricFormatInput): number | null {
    const { table } = coverage
    if (rows !== undefined && table !== null)
      return sumMetricValue(serviceMetres, computeMetricColumns(serviceMetres, table), table, rows)
    const { speed, ruralSpeed } = (coverage.active ? coverage.options : null) ?? city.known ?? {}
    return value !== null && speed !== undefined && speed === ruralSpeed ? value * speed : null
  }

  return (input) =>
    formatMetricValue(
      { ...input, metres: input.metric.format === 'minutes' ? findMetres(input) : null },
      preferences.formats,
      metricText,
    )
}
