import { useI18n } from 'vue-i18n'
import { communityTypes } from '#shared/contract/words.ts'
import { classifyGaps, gapClasses } from '#shared/coverage/gap-class.ts'
import type { Metric } from '#shared/coverage/metric.ts'
import { metricColumns } from '#shared/coverage/sum-metric.ts'
import { useCoverage } from '../../../state/coverage.store.ts'
import { useMap } from '../../../state/map.store.ts'
import { useMetricText } from '../../../state/metric-text.ts'
import type { Analysis } from '../figures/analysis.ts'
import { useStamp } from './stamp.ts'
import type { Cell, FileTable } from './table.ts'

/** Metrics that have a column of their own in the table of grids. */
const OWN = new Set(['community-type', 'gap-class', 'service-metres'])

/** The view as tables: the metric by unit of the level in view, and the grids behind it. */
export function useViewTables() {
  const { t, te } = useI18n()
  const metricText = useMetricText()
  const coverage = useCoverage()
  const map = useMap()
  const { stamp } = useStamp()

  /** Classes by their names: a number would mean nothing to a reader of the file. */
  function figure(metric: Metric, value: number): Cell {
    if (metric.format !== 'class') return value
    const name = metric.classes?.[value]
    return name === undefined ? '' : metricText(`metrics.${metric.id}.classes.${name}`)
  }

  function units({ metric, ranking }: Analysis): FileTable | null {
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
        t('fields.label.households'),
      ],
      lines: ranking.value.map((row) => [
        row.code,
        row.name,
        figure(declared, row.value),
        figure(declared, row.p50),
        figure(declared, row.p90),
        row.grids,
        row.households,
      ]),
      about: [[t('planner.metric'), t(`metrics.${id}.name`)], ...stamp()],
    }
  }

  function grids({ metric }: Analysis): FileTable | null {
    const { table, rows } = coverage
    if (table === null) return null
    const gaps = classifyGaps(table)
    const declared = metric.value
    const values = declared === null ? null : metricColumns(declared, table).values
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
      lines: rows.map((grid): Cell[] => [
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
    tables(analysis: Analysis): FileTable[] {
      const own = grids(analysis)
      const summed = map.level === 'grid' ? null : units(analysis)
      return [summed, own].filter((table) => table !== null)
    },
  }
}
