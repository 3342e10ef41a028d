import { computed } from 'vue'
import { LOCALES, UNKNOWN_VALUE } from '../lib/formatters.ts'
import { useCity } from './city.store.ts'
import { usePreferences } from './preferences.store.ts'

/**
 * Formats moments (ISO 8601, or a Date) in the language of the page and the time zone of its city; on pages without a city
 * that of the browser.
 */
export function useDateTimeFormat() {
  const preferences = usePreferences()
  const city = useCity()
  const createFormatter = (options: Intl.DateTimeFormatOptions) => {
    const format = computed(() => {
      const timeZone = city.known?.timeZone
      return new Intl.DateTimeFormat(LOCALES[preferences.language], {
        ...options,
        ...(timeZone === undefined ? {} : { timeZone }),
      })
    })
    return (at: string | Date | null) => {
      const date = at === null ? null : new Date(at)
      return date === null || Number.isNaN(date.getTime()) ? UNKNOWN_VALUE : format.value.format(date)
    }
  }
  return {
    /** Date and time to the minute. */
    moment: createFormatter({ dateStyle: 'medium', timeStyle: 'short' }),
    /** Date and time to the second. */
    exactMoment: createFormatter({ dateStyle: 'short', timeStyle: 'medium' }),
    /** Month, day and time to the minute, without the year. */
    shortMoment: createFormatter({
      month: 'numeric',
      day: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    }),
  }
}
