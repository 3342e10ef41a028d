import type { Metric } from '#shared/coverage/metrics/metric.ts'
import { type Ramp, findRampClass, buildRampLegend } from '#shared/layers/base/ramp.ts'
import type { TerritoryLevel } from '#shared/contract/enums.ts'
import type { Formatters } from './formatters.ts'

export interface LegendRow {
  color: string
  text: string
  count: number | null
}

type Text = (key: string, values?: Record<string, string>) => string

/**
 * The classes of a metric in words, with how many features fall into each; the last rows are those without a figure and
 * those of which the filters leave nothing.
 */
export function buildLegendRows(
  {
    metric,
    ramp,
    level,
    values,
    filteredOut = 0,
  }: {
    metric: Metric
    ramp: Ramp
    level: TerritoryLevel
    values: readonly (number | null)[] | null
    filteredOut?: number
  },
  formats: Formatters,
  text: Text,
): LegendRow[] {
  const counts = values === null ? null : countClasses(ramp, values)
  const rows =
    metric.yesNoOfGrid && level === 'grid'
      ? yesNoRows(metric, ramp, counts, text)
      : classRows(metric, ramp, counts, formats, text)
  const without = [
    [isDistanceMetric(metric) ? 'unreached' : 'noData', (counts?.[0] ?? 0) - filteredOut],
    ['filteredOut', counts === null ? 0 : filteredOut],
  ] as const
  return [
    ...rows,
    ...without
      .filter(([, count]) => count > 0)
      .map(([name, count]) => ({ color: ramp.missing, text: text(`explore.legend.${name}`), count })),
  ]
}

function classRows(
  metric: Metric,
  ramp: Ramp,
  counts: number[] | null,
  formats: Formatters,
  text: Text,
): LegendRow[] {
  const write = metric.format === 'share' ? formats.share : formats.decimal
  return buildRampLegend(ramp).map((row, index): LegendRow => ({
    color: row.color,
    text:
      row.text !== null
        ? text(`metrics.${metric.id}.classes.${row.text}`)
        : row.from === null
          ? text('explore.legend.below', { to: write(row.to) })
          : row.to === null
            ? text('explore.legend.from', { from: write(row.from) })
            : text('explore.legend.between', { from: write(row.from), to: write(row.to) }),
    count: counts?.[index + 1] ?? null,
  }))
}

/** Of a share that can only be nothing or all, the two ends are enough. */
function yesNoRows({ id }: Metric, { colors }: Ramp, counts: number[] | null, text: Text): LegendRow[] {
  const [first, last] = [0, colors.length - 1]
  return [[last, 'yes'] as const, [first, 'no'] as const].map(([at, answer]) => ({
    color: colors[at] ?? '',
    text: text(`metrics.${id}.${answer}`),
    count: counts?.[at + 1] ?? null,
  }))
}

/** How many values fall into each class; the first number counts those without one. */
function countClasses(ramp: Ramp, values: readonly (number | null)[]): number[] {
  const counts = new Array<number>(ramp.colors.length + 1).fill(0)
  for (const value of values) {
    const at = findRampClass(ramp, value) + 1
    counts[at] = (counts[at] ?? 0) + 1
  }
  return counts
}

/** Whether a feature without a value is one without a way to any premises. */
export function isDistanceMetric({ format }: Pick<Metric, 'format'>): boolean {
  return format === 'metres' || format === 'minutes'
}
