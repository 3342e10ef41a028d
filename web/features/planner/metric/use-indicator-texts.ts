import { watch } from 'vue'
import { useI18n } from 'vue-i18n'
import type { IndicatorItem } from '#shared/contract/coverage/indicators.ts'
import { toIndicatorMetricId } from '#shared/coverage/indicators/indicator-metric-id.ts'
import { useIndicators } from '../../../state/indicators.store.ts'

/** The catalogue brings its own names: they join the other texts of the language that is shown. */
export function useIndicatorTexts(): void {
  const { t, locale, mergeLocaleMessage } = useI18n({ useScope: 'global' })
  const indicators = useIndicators()
  watch(
    [() => indicators.items, locale],
    ([items, language]) => {
      if (items.length === 0) return
      const textsOf = (item: IndicatorItem) => {
        const own =
          language === 'en'
            ? { name: item.nameEn, unit: item.unitEn, category: item.categoryNameEn }
            : { name: item.name, unit: item.unit, category: item.categoryName }
        return {
          name: own.name,
          unit: own.unit,
          about: t('planner.indicator.about', {
            category: own.category,
            aggregate: t(`planner.indicator.${item.aggregate}`),
          }),
        }
      }
      mergeLocaleMessage(language, {
        metrics: Object.fromEntries(items.map((item) => [toIndicatorMetricId(item.code), textsOf(item)])),
      })
    },
    { immediate: true, flush: 'sync' },
  )
}
