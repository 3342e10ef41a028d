import { useI18n } from 'vue-i18n'
import { findIndicatorCode } from '#shared/coverage/indicators/indicator-metric-id.ts'
import { useIndicators } from '../../../state/indicators.store.ts'

/** Name of a metric; of an item of the community data form nothing until the catalogue has come with its names. */
export function useMetricName(): (id: string | null) => string {
  const { t } = useI18n()
  const indicators = useIndicators()
  return (id) => {
    const code = findIndicatorCode(id)
    return id === null || (code !== null && !indicators.items.some((item) => item.code === code))
      ? ''
      : t(`metrics.${id}.name`)
  }
}
