import { computed } from 'vue'
import { LOCALES } from '../../../lib/formatters.ts'
import { usePreferences } from '../../../state/preferences.store.ts'

/** Moments as a wall writes them, in the wall's own time zone. */
export function useWallTimeFormat() {
  const preferences = usePreferences()
  const short = computed(
    () =>
      new Intl.DateTimeFormat(LOCALES[preferences.language], {
        month: 'numeric',
        day: 'numeric',
        hour: '2-digit',
        minute: '2-digit',
        hourCycle: 'h23',
      }),
  )
  return { moment: (at: string | Date | null) => (at === null ? '—' : short.value.format(new Date(at))) }
}
