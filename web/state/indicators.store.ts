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
import { useMap } from './map.store.ts'

/** The items of the community data form as metrics: the catalogue, and the loaded items. */
export const useIndicators = defineStore('indicators', () => {
  const city = useCity()
  const map = useMap()
  /** A page that shows the items is open. */
  const active = ref(false)
  /** Year of the community data form; null: the latest. */
  const year = ref<number | null>(null)
  const { resource, load, clear } = createLoader<{ items: IndicatorItem[]; years: number[] }>()
  const known = shallowRef(new Map<string, IndicatorData>())
  const requested = new Set<string>()

  /** Loads an item once, into `known`. */
  async function need(code: string): Promise<void> {
    const { code: owner } = city
    if (owner === null || requested.has(code)) return
    requested.add(code)
    try {
      const { indicator } = await request(getIndicator, { params: { city: owner, indicator: code } })
      if (city.code === owner) known.value = new Map(known.value).set(code, indicator)
    } catch {
      // loaded again at the next call
      requested.delete(code)
    }
  }

  /** A metric by its id, built in or of the catalogue; null: there is none, or it is not loaded yet. */
  function find(id: string | null, inYear: number | null): Metric | null {
    const code = findIndicatorCode(id)
    if (code === null) return [...METRICS, ...UNLISTED_METRICS].find((metric) => metric.id === id) ?? null
    const data = known.value.get(code)
    return data === undefined ? null : createIndicatorMetric(data, inYear ?? data.years.at(-1)?.year ?? 0)
  }

  /** The item by which the map is coloured; null: another metric, or not loaded yet. */
  const shownMetric = computed(() =>
    active.value && findIndicatorCode(map.metric) !== null ? find(map.metric, year.value) : null,
  )

  watch(
    [active, () => city.code, () => city.revision],
    ([isActive, code], [, before]) => {
      if (code !== before) {
        clear()
        known.value = new Map()
      }
      requested.clear()
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
    shownMetric,
    known,
    need,
    find,
    items: computed(() => getResourceValue(resource.value)?.items ?? []),
    years: computed(() => getResourceValue(resource.value)?.years ?? []),
  }
})
