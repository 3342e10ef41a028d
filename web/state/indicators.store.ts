import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import {
  getIndicator,
  type IndicatorData,
  type IndicatorItem,
  listIndicators,
} from '#shared/contract/coverage/indicators.ts'
import { findIndicatorCode } from '#shared/coverage/indicators/indicator-metric-id.ts'
import { createIndicatorMetric } from '#shared/coverage/indicators/indicator-metric.ts'
import type { Metric } from '#shared/coverage/metrics/metric.ts'
import { METRICS, UNLISTED_METRICS } from '#shared/coverage/metrics/metrics.ts'
import { request } from '../lib/request.ts'
import { createLoader, getResourceValue } from '../lib/resource.ts'
import { useCity } from './city.store.ts'
import { useCoverage } from './coverage.store.ts'
import { useMap } from './map.store.ts'

/** The community data form as metrics: its catalogue, and the items that a page has looked at. */
export const useIndicators = defineStore('indicators', () => {
  const city = useCity()
  const map = useMap()
  /** A page that shows them is open. */
  const active = ref(false)
  const coverage = useCoverage()
  /** null: the latest. */
  const year = computed({
    get: () => coverage.formYear,
    set(next) {
      coverage.formYear = next
    },
  })
  const { resource, load, clear } = createLoader<{ items: IndicatorItem[]; years: number[] }>()
  const known = shallowRef(new Map<string, IndicatorData>())
  const asked = new Set<string>()

  /** Fetches an item once; what it holds arrives in `known`. */
  async function need(code: string): Promise<void> {
    const { code: place } = city
    if (place === null || asked.has(code)) return
    asked.add(code)
    try {
      const { indicator } = await request(getIndicator, { params: { city: place, indicator: code } })
      if (city.code === place) known.value = new Map(known.value).set(code, indicator)
    } catch {
      // asked for again when somebody next wants it
      asked.delete(code)
    }
  }

  /** A metric by its id, whether built in or of the catalogue; null: there is none, or it is still on its way. */
  function find(id: string | null, inYear: number | null): Metric | null {
    const code = findIndicatorCode(id)
    if (code === null) return [...METRICS, ...UNLISTED_METRICS].find((metric) => metric.id === id) ?? null
    const data = known.value.get(code)
    return data === undefined ? null : createIndicatorMetric(data, inYear ?? data.years.at(-1)?.year ?? 0)
  }

  const own = computed(() =>
    active.value && findIndicatorCode(map.metric) !== null ? find(map.metric, year.value) : null,
  )
  watch(
    own,
    (metric) => {
      map.declared = metric
    },
    { flush: 'sync' },
  )

  watch(
    [active, () => city.code, () => city.revision],
    ([isActive, code], [, before]) => {
      if (code !== before) {
        clear()
        known.value = new Map()
      }
      asked.clear()
      if (!isActive || code === null) return
      void load((signal) => request(listIndicators, { params: { city: code } }, { signal }), { keep: true })
      for (const each of known.value.keys()) void need(each)
    },
    { immediate: true },
  )
  watch(
    [active, () => map.metric, () => city.revision],
    () => {
      const code = findIndicatorCode(map.metric)
      if (active.value && code !== null) void need(code)
    },
    { immediate: true },
  )

  return {
    active,
    year,
    known,
    need,
    find,
    items: computed(() => getResourceValue(resource.value)?.items ?? []),
    years: computed(() => getResourceValue(resource.value)?.years ?? []),
  }
})
