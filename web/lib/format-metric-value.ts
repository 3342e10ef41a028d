import type { Metric } from '#shared/coverage/metrics/metric.ts'
import type { TerritoryLevel } from '#shared/contract/enums.ts'
import type { Formatters } from './formatters.ts'

/** One feature's figure in words, as the legend would call it. */
export function formatMetricValue(
  {
    metric,
    level,
    value,
    metres,
  }: {
    metric: Metric
    level: TerritoryLevel
    value: number | null
    /** The way of a time; null: not known. */
    metres: number | null
  },
  formats: Formatters,
  text: (key: string) => string,
): string {
  if (value === Infinity) return text('explore.legend.unreached')
  if (value === null) return text('explore.legend.noData')
  if (metric.yesNoOfGrid && level === 'grid') return text(`metrics.${metric.id}.${value > 0 ? 'yes' : 'no'}`)
  switch (metric.format) {
    case 'class':
      return text(`metrics.${metric.id}.classes.${metric.classes?.[value] ?? ''}`)
    case 'share':
      return formats.share(value)
    case 'metres':
      return formats.length(value)
    case 'minutes':
      return formats.walkingTime(value, metres)
    default:
      return `${formats.decimal(value)} ${text(`metrics.${metric.id}.unit`)}`
  }
}
