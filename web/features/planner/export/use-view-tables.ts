import { useI18n } from 'vue-i18n'
import { communityTypes } from '#shared/contract/enums.ts'
import { classifyGaps } from '#shared/coverage/gaps/classify-gaps.ts'
import { gapClasses } from '#shared/contract/coverage/coverage-enums.ts'
import { formatMetricVersion, type Metric } from '#shared/coverage/metrics/metric.ts'
import { computeMetricColumns } from '#shared/coverage/aggregate/sum-metric.ts'
import { useCoverage } from '../../../state/coverage.store.ts'
import { useMap } from '../../../state/map.store.ts'
import { useMetricText } from '../../../state/use-metric-text.ts'
import type { MetricAnalysis } from '../metric/use-metric-analysis.ts'
import { useExportProvenance } from '../use-export-provenance.ts'
import type { ExportCell, ExportTable } from '../../../lib/export/export-table.ts'

/** Metrics that have a column of their own in the table of grids. */
const OWN = new Set(['community-type', 'gap-class', 'service-metres'])

/** The view as tables: the metric by unit of the level in view, and the grids behind it. */
export function useViewTables() {
  const { t, te } = useI18n()
  const metricText = useMetricText()
  const coverage = useCoverage()
  const map = useMap()
  const { stamp } = useExportProvenance()

  /** Classes by their names: a number would mean nothing to a reader of the file. */
  function figure(metric: Metric, value: number): ExportCell {
    if (value === Infinity) return t('explore.legend.unreached')
    if (metric.format !== 'class') return value
    const name = metric.classes?.[value]
    return name === undefined ? '' : metricText(`metrics.${metric.id}.classes.${name}`)
  }

  function units({ metric, ranking }: MetricAnalysis): ExportTable | null {
    const declared = metric.value
    if (declared === null) return null
    const { id } = declared
    return {
      name: t(`metrics.${id}.name`),
      head: [
        t('planner.stamp.code'),
        t('planner.column.name'),
        t(`metrics.${id}.name`),
        'P50',
        'P90',
        t('fields.label.grids'),
        t('planner.column.counted'),
        t('explore.legend.unreached'),
        t('fields.label.households'),
      ],
      lines: ranking.value.map((row) => [
        row.code,
        row.name,
        figure(declared, row.value),
        figure(declared, row.p50),
        figure(declared, row.p90),
        row.total,
        row.grids,
        row.unreached,
        row.households,
      ]),
      about: [
        [t('planner.metric'), `${t(`metrics.${id}.name`)} (${formatMetricVersion(declared)})`],
        ...stamp(),
      ],
    }
  }

  function grids({ metric }: MetricAnalysis): ExportTable | null {
    const { table, rows } = coverage
    if (table === null) return null
    const gaps = classifyGaps(table)
    const declared = metric.value
    const values = declared === null ? null : computeMetricColumns(declared, table).values
    const word = (key: string) => (te(key) ? t(key) : '')
    return {
      name: t('fields.label.grids'),
      head: [
        t('planner.stamp.code'),
        t('planner.column.name'),
        t('metrics.community-type.name'),
        t('fields.label.households'),
        t('fields.label.residents'),
        t('metrics.gap-class.name'),
        t('metrics.service-metres.name'),
        t('planner.nearest'),
        ...(declared === null || OWN.has(declared.id) ? [] : [t(`metrics.${declared.id}.name`)]),
      ],
      lines: rows.map((grid): ExportCell[] => [
        table.grids.codes[grid] ?? '',
        table.grids.names[grid] ?? '',
        word(
          `words.communityType.${communityTypes[table.communities.type[table.grids.community[grid] ?? -1] ?? -1] ?? ''}`,
        ),
        table.grids.households[grid] ?? NaN,
        table.grids.residents[grid] ?? NaN,
        word(`metrics.gap-class.classes.${gapClasses[gaps[grid] ?? -1] ?? ''}`),
        table.reach.metres[grid] ?? NaN,
        table.places.names[table.reach.nearest[grid] ?? -1] ?? '',
        ...(declared === null || values === null || OWN.has(declared.id)
          ? []
          : [figure(declared, values[grid] ?? NaN)]),
      ]),
      about: stamp(),
    }
  }

  return {
    /** The metric by unit, in the order of the ranking; null while there is no metric. */
    units,
    /** The first is what the map shows. */
    tables(analysis: MetricAnalysis): ExportTable[] {
      const own = grids(analysis)
      const summed = map.level === 'grid' ? null : units(analysis)
      return [summed, own].filter((table) => table !== null)
    },
  }
}
