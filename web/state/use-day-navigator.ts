import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { usePreferences } from './preferences.store.ts'
import { useAsOfDay } from './use-as-of-day.ts'

/** Props of a DayNavigator for the day as of which the page shows its city. */
export function useDayNavigator() {
  const { t } = useI18n()
  const preferences = usePreferences()
  const { today, shown, earlier, later, failure, choose } = useAsOfDay()
  const withDay = (text: string, day: string | undefined) =>
    day === undefined ? text : `${text} ${preferences.formats.day(day)}`
  const navigator = computed(() => ({
    day: shown.value,
    today: today.value,
    earlier: earlier.value,
    later: later.value,
    labels: {
      day: t('explore.day.label'),
      earlier: withDay(t('explore.day.earlier'), earlier.value),
      later: withDay(t('explore.day.later'), later.value),
      today: t('explore.day.now'),
    },
  }))
  return { navigator, shown, failure, choose, chooseToday: () => choose(today.value) }
}
