import type { Metric } from '#shared/coverage/metric.ts'
import type { Level } from '#shared/layers/layer.ts'
import type { Formats } from './formats.ts'

/** One feature's figure in words, as the legend would call it. */
export function writeMetric(
  { metric, level, value }: { metric: Metric; level: Level; value: number | null },
  formats: Formats,
  text: (key: string) => string,
): string {
  if (value === null) return text('explore.legend.noData')
  if (metric.yesNoOfGrid && level === 'grid') return text(`metrics.${metric.id}.${value > 0 ? 'yes' : 'no'}`)
  switch (metric.format) {
    case 'class':
      return text(`metrics.${metric.id}.classes.${metric.classes?.[value] ?? ''}`)
    case 'share':
      return formats.share(value)
    default:
      return `${formats.decimal(value)} ${text(`metrics.${metric.id}.unit`)}`
  }
}
