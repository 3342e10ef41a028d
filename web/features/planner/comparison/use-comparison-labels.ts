import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { useCity } from '../../../state/city.store.ts'
import { useComparison } from '../../../state/comparison.store.ts'
import { useIndicators } from '../../../state/indicators.store.ts'
import { useMap } from '../../../state/map.store.ts'
import { usePreferences } from '../../../state/preferences.store.ts'
import { useMetricName } from '../metric/use-metric-name.ts'
import { findIndicatorCode } from '#shared/coverage/indicators/indicator-metric-id.ts'

/** What each of the two maps shows, in a few words: figure and state. */
export function useComparisonLabels() {
  const { t } = useI18n()
  const nameOf = useMetricName()
  const city = useCity()
  const compare = useComparison()
  const indicators = useIndicators()
  const map = useMap()
  const preferences = usePreferences()

  const metricName = (id: string | null, year: number | null) => {
    const code = findIndicatorCode(id)
    const shown = code === null ? null : (year ?? indicators.known.get(code)?.years.at(-1)?.year ?? null)
    return [nameOf(id), ...(shown === null ? [] : [String(shown)])].join(' ')
  }
  /** The day as of which the city is. */
  const dayName = (day: string | null) =>
    day !== null && day !== 'now'
      ? t('explore.day.asOf', { day: preferences.formats.day(day) })
      : t('planner.measure.today')
  const own = computed(() => dayName(city.day))
  const when = computed(() =>
    compare.draft !== null ? t('planner.compare.draft') : dayName(compare.day ?? city.day),
  )
  return computed(() => ({
    when: when.value,
    left: `${metricName(map.metric, indicators.year)} · ${compare.draft === null ? own.value : t('planner.compare.published')}`,
    right: `${metricName(compare.metricId ?? map.metric, compare.year ?? (compare.metricId === null ? indicators.year : null))} · ${when.value}`,
  }))
}
