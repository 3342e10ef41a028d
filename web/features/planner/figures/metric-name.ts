import { useI18n } from 'vue-i18n'
import { indicatorCodeOf } from '#shared/coverage/indicators/indicator-id.ts'
import { useIndicators } from '../../../state/indicators.store.ts'

/** Name of a metric; of an item of the community data form nothing until the catalogue has come with its names. */
export function useMetricName(): (id: string | null) => string {
  const { t } = useI18n()
  const indicators = useIndicators()
  return (id) => {
    const code = indicatorCodeOf(id)
    return id === null || (code !== null && !indicators.items.some((item) => item.code === code))
      ? ''
      : t(`metrics.${id}.name`)
  }
}
