import { computed } from 'vue'
import { communityTypes, type LayerId } from '#shared/contract/enums.ts'
import { compareRankedRows } from '#shared/coverage/aggregate/compare-ranked-rows.ts'
import { groupGrids } from '#shared/coverage/aggregate/group-grids.ts'
import { type MetricSum, computeMetricColumns, sumMetric } from '#shared/coverage/aggregate/sum-metric.ts'
import { LAYER_BY_LEVEL } from '#shared/layers/base/map-layer.ts'
import { findRampClass } from '#shared/layers/base/ramp.ts'
import { buildMetricRamp } from '#shared/coverage/metrics/metric.ts'
import { THEMES } from '#shared/layers/base/themes.ts'
import { useCoverage } from '../../../state/coverage.store.ts'
import { useMap } from '../../../state/map.store.ts'
import { useShownMetric } from '../../../state/shown-metric.store.ts'
import { usePreferences } from '../../../state/preferences.store.ts'

/** One line of the ranking: a unit with its sum, or a single grid. */
export interface RankedRow {
  id: number
  layer: LayerId
  code: string
  name: string
  value: number
  p50: number
  p90: number
  /** Grids with a value, of all grids, and those that reach nothing. */
  grids: number
  total: number
  unreached: number
  households: number
  /** Rows of the grids behind the number. */
  behind: readonly number[]
}

export interface ClassShare {
  index: number
  grids: number
  /** Whose own value is in the class, where the metric has one for each household; else those of the grids. */
  households: number
  behind: readonly number[]
}

/** The metric on the map, summed up over what the filters let through. */
export function useMetricAnalysis() {
  const coverage = useCoverage()
  const map = useMap()
  const preferences = usePreferences()

  const shownMetric = useShownMetric()
  const metric = computed(() => shownMetric.metric)
  const columns = computed(() =>
    coverage.table === null || metric.value === null
      ? null
      : computeMetricColumns(metric.value, coverage.table),
  )
  const sum = (rows: readonly number[]): MetricSum | null =>
    coverage.table === null || metric.value === null || columns.value === null
      ? null
      : sumMetric(metric.value, columns.value, coverage.table, rows, coverage.weight ?? undefined)

  /** Of the filters; a metric that was planned for the urban scope leads with it where the filters have both. */
  const headline = computed(() => {
    const { table, rows, filter } = coverage
    const urban =
      table === null || filter.scope === 'urban' || metric.value?.plannedScope !== 'urban'
        ? []
        : rows.filter((grid) => table.communities.urban[table.grids.community[grid] ?? -1] === 1)
    const leads = urban.length > 0 && urban.length < rows.length
    return { scope: leads ? ('urban' as const) : filter.scope, rows: leads ? urban : rows }
  })
  const total = computed(() => sum(headline.value.rows))
  /** The whole that the filters let through, where the headline is about a part of it. */
  const whole = computed(() => (headline.value.rows === coverage.rows ? null : sum(coverage.rows)))

  const byType = computed(() =>
    communityTypes.flatMap((type, index) => {
      const { table } = coverage
      if (table === null) return []
      const behind = coverage.rows.filter(
        (grid) =>
          (table.grids.community[grid] ?? -1) >= 0 &&
          table.communities.type[table.grids.community[grid] ?? -1] === index,
      )
      const found = sum(behind)
      return found === null || behind.length === 0 ? [] : [{ type, sum: found, behind }]
    }),
  )

  /** Grids in each class of the legend; the last are those without a figure. */
  const classes = computed<ClassShare[]>(() => {
    const { table } = coverage
    if (table === null || metric.value === null || columns.value === null) return []
    const ramp = buildMetricRamp(metric.value, THEMES[preferences.theme])
    const findClass = (value: number) => {
      const at = findRampClass(ramp, toFinite(value))
      return at < 0 ? ramp.colors.length : at
    }
    const behind = Array.from({ length: ramp.colors.length + 1 }, (): number[] => [])
    for (const grid of coverage.rows) behind[findClass(columns.value.values[grid] ?? NaN)]?.push(grid)
    const { points } = columns.value
    // a household has a distance and a circle of its own; shares and means are of grids
    const isOfHouseholds = points !== null && (metric.value.sum === 'median' || metric.value.sum === 'class')
    const households = new Array<number>(behind.length).fill(0)
    const add = (value: number, count: number) => {
      const at = findClass(value)
      households[at] = (households[at] ?? 0) + count
    }
    for (const grid of coverage.rows)
      if (!isOfHouseholds) add(columns.value.values[grid] ?? NaN, table.grids.households[grid] ?? 0)
      else
        for (let i = table.points.start[grid] ?? 0; i < (table.points.start[grid + 1] ?? 0); i++)
          add(points.values[i] ?? NaN, table.points.households[i] ?? 0)
    return behind.map((rows, index) => ({
      index,
      grids: rows.length,
      households: households[index] ?? 0,
      behind: rows,
    }))
  })

  /** Units or grids in view, the worst first. */
  const ranking = computed<RankedRow[]>(() => {
    const declared = metric.value
    return declared === null ? [] : listRows().sort((a, b) => compareRankedRows(declared, a, b))
  })

  function listRows(): RankedRow[] {
    const { table } = coverage
    const { level } = map
    if (table === null || columns.value === null) return []
    const layer = LAYER_BY_LEVEL[level]
    if (level === 'grid') {
      const { values } = columns.value
      return coverage.rows.map((grid) => {
        const value = values[grid] ?? NaN
        return {
          id: table.grids.ids[grid] ?? 0,
          layer,
          code: table.grids.codes[grid] ?? '',
          name: table.grids.names[grid] ?? '',
          value,
          p50: value,
          p90: value,
          grids: Number.isNaN(value) ? 0 : 1,
          total: 1,
          unreached: value === Infinity ? 1 : 0,
          households: table.grids.households[grid] ?? 0,
          behind: [grid],
        }
      })
    }
    const units = table.units[level]
    const kept = new Set(coverage.rows)
    return groupGrids(table, level, (grid) => kept.has(grid)).flatMap((behind, row) => {
      const found = sum(behind)
      if (found === null || behind.length === 0) return []
      const name = (preferences.language === 'en' ? units.namesEn[row] : null) ?? units.names[row] ?? ''
      return [{ id: units.ids[row] ?? 0, layer, code: units.codes[row] ?? '', name, ...found, behind }]
    })
  }

  return { metric, headline, total, whole, byType, classes, ranking }
}

/** Grids without a way are in no class of distances. */
const toFinite = (value: number) => (Number.isFinite(value) ? value : NaN)

export type MetricAnalysis = ReturnType<typeof useMetricAnalysis>
