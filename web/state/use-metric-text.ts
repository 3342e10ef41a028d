import { useI18n } from 'vue-i18n'
import { readCircleMinutes } from '#shared/contract/coverage/coverage-options.ts'
import { useCity } from './city.store.ts'
import { useCoverage } from './coverage.store.ts'

/** Texts of metrics; those of the walking circles name the minutes that are measured by. */
export function useMetricText(): (key: string, values?: Record<string, string>) => string {
  const { t } = useI18n()
  const city = useCity()
  const coverage = useCoverage()
  return (key, values = {}) => {
    const [inner, middle, outer] = readCircleMinutes(
      (coverage.active ? coverage.options?.circles : undefined) ?? city.known?.circles ?? '',
    )
    return t(key, { inner, middle, outer, ...values })
  }
}
