import { defineStore } from 'pinia'
import { computed } from 'vue'
import { METRICS, UNLISTED_METRICS } from '#shared/coverage/metrics/metrics.ts'
import { useIndicators } from './indicators.store.ts'
import { useMap } from './map.store.ts'

const BUILT_IN_METRICS = [...METRICS, ...UNLISTED_METRICS]

/** The metric by which areas are coloured, built in or of the community data form; null: none, or not loaded yet. */
export const useShownMetric = defineStore('shown-metric', () => {
  const map = useMap()
  const indicators = useIndicators()
  return {
    metric: computed(() => BUILT_IN_METRICS.find(({ id }) => id === map.metric) ?? indicators.shownMetric),
  }
})
