import type { Metric } from '#shared/coverage/metrics/metric.ts'
import type { TerritoryLevel } from '#shared/contract/enums.ts'
import { formatMetricValue } from '../lib/format-metric-value.ts'
import { useCity } from './city.store.ts'
import { useCoverage } from './coverage.store.ts'
import { usePreferences } from './preferences.store.ts'
import { useMetricText } from './use-metric-text.ts'

/** Returns a function that writes values of metrics in the language of the page, at the speed that they are measured by. */
export function useMetricFormat(): (input: {
  metric: Metric
  level: TerritoryLevel
  value: number | null
}) => string {
  const city = useCity()
  const coverage = useCoverage()
  const preferences = usePreferences()
  const metricText = useMetricText()
  return (input) =>
    formatMetricValue(
      {
        ...input,
        speed: (coverage.active ? coverage.options?.speed : undefined) ?? city.known?.speed ?? null,
      },
      preferences.formats,
      metricText,
    )
}
