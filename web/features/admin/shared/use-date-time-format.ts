import { computed } from 'vue'
import { LOCALES, UNKNOWN_VALUE } from '../../../lib/formatters.ts'
import { usePreferences } from '../../../state/preferences.store.ts'

/** Writes moments in the reader's own time zone and language. */
export function useDateTimeFormat() {
  const preferences = usePreferences()
  const format = computed(
    () => new Intl.DateTimeFormat(LOCALES[preferences.language], { dateStyle: 'medium', timeStyle: 'short' }),
  )
  const exact = computed(
    () => new Intl.DateTimeFormat(LOCALES[preferences.language], { dateStyle: 'short', timeStyle: 'medium' }),
  )
  const write = (by: Intl.DateTimeFormat, moment: string | null) => {
    const at = moment === null ? Number.NaN : Date.parse(moment)
    return Number.isNaN(at) ? UNKNOWN_VALUE : by.format(at)
  }
  return {
    moment: (at: string | null) => write(format.value, at),
    exactMoment: (at: string | null) => write(exact.value, at),
  }
}
