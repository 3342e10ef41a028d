import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { useCompare } from '../../../state/compare.store.ts'
import { useCoverage } from '../../../state/coverage.store.ts'
import { useIndicators } from '../../../state/indicators.store.ts'
import { useMap } from '../../../state/map.store.ts'
import { usePreferences } from '../../../state/preferences.store.ts'
import { useMetricName } from '../figures/metric-name.ts'
import { indicatorCodeOf } from '#shared/coverage/indicators/indicator-id.ts'

/** What each of the two maps shows, in a few words: figure and state. */
export function useSideNames() {
  const { t } = useI18n()
  const nameOf = useMetricName()
  const compare = useCompare()
  const coverage = useCoverage()
  const indicators = useIndicators()
  const map = useMap()
  const preferences = usePreferences()

  const metricName = (id: string | null, year: number | null) => {
    const code = indicatorCodeOf(id)
    const shown = code === null ? null : year ?? indicators.known.get(code)?.years.at(-1)?.year ?? null
    return [nameOf(id), ...(shown === null ? [] : [String(shown)])].join(' ')
  }
  const dayName = (day: string | null | undefined) => (day === null || day === undefined || day === 'now' ? t('planner.measure.today') : preferences.formats.day(day))
  const when = computed(() => (compare.draft !== null ? t('planner.compare.draft') : dayName(compare.on ?? coverage.wanted.on)))
  return computed(() => ({
    when: when.value,
    left: `${metricName(map.metric, indicators.year)} · ${compare.draft === null ? dayName(coverage.wanted.on) : t('planner.compare.published')}`,
    right: `${metricName(compare.metricId ?? map.metric, compare.year ?? (compare.metricId === null ? indicators.year : null))} · ${when.value}`,
  }))
}
