import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { LOCALES } from '../lib/formatters.ts'
import { useCity } from './city.store.ts'
import { usePreferences } from './preferences.store.ts'
import { useSession } from './session.store.ts'

/** What the city lacks, and the way to the page where that is made good, for readers who may. */
export function useSetupLink() {
  const { t } = useI18n()
  const city = useCity()
  const preferences = usePreferences()
  const session = useSession()
  const missing = computed(() => {
    const { known } = city
    if (known === null) return []
    const { district, street, community } = known.units
    const counts = { district, street, community, grid: known.figures.grids }
    return (['district', 'street', 'community', 'grid'] as const).filter((level) => counts[level] === 0)
  })
  return {
    /** Levels that have no unit at all, the highest first. */
    missing,
    /** A sentence that names them; '' when nothing is missing. */
    text: computed(() =>
      missing.value.length === 0
        ? ''
        : t('app.gate.cityEmpty.title', {
            missing: new Intl.ListFormat(LOCALES[preferences.language], { type: 'conjunction' }).format(
              missing.value.map((level) => t(`app.gate.cityEmpty.levels.${level}`)),
            ),
          }),
    ),
    to: computed(() =>
      city.code !== null && session.mayDo('city.setup', { city: city.code, code: city.code })
        ? { name: 'setup', params: { city: city.code } }
        : null,
    ),
  }
}
