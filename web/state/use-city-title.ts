import { computed, type ComputedRef } from 'vue'
import { useCity } from './city.store.ts'
import { usePreferences } from './preferences.store.ts'

/** What the city in view wants to be called at the head of a page, else its name; empty while none is known. */
export function useCityTitle(): ComputedRef<string> {
  const city = useCity()
  const preferences = usePreferences()
  return computed(() => {
    if (city.known === null) return ''
    const { name, nameEn, shown } = city.known
    return preferences.language === 'en' ? (shown.titleEn ?? nameEn) : (shown.title ?? name)
  })
}
