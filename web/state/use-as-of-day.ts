import { computed, watch } from 'vue'
import { toLocalDay } from '#shared/city/local-day.ts'
import { Day } from '#shared/contract/city/codes.ts'
import { listHistory } from '#shared/contract/drafts/history-list.ts'
import { request } from '../lib/request.ts'
import { createLoader, getResourceValue } from '../lib/resource.ts'
import { useCity } from './city.store.ts'

/** The latest changes; those who look further back choose the day themselves. */
const MOST_CHANGES = 200

/** The day as of which the page shows its city, and the days on which grids became other than before. */
export function useAsOfDay() {
  const city = useCity()
  const { resource, load } = createLoader<string[]>()
  const today = computed(() => toLocalDay(Date.now(), city.timeZone))
  const shown = computed(() => city.day ?? today.value)
  /** The earliest first. */
  const changes = computed(() => getResourceValue(resource.value) ?? [])
  const failure = computed(() => {
    if (city.day === null || city.summary.state !== 'failed') return null
    const { code } = city.summary.error
    return code === 'invalid_request' || code === 'unprocessable' ? code : 'other'
  })

  watch(
    [() => city.code, () => city.revision],
    ([code]) => {
      if (code === null) return
      void load(
        async (signal) => {
          const { entries } = await request(
            listHistory,
            { params: { city: code }, query: { limit: MOST_CHANGES } },
            { signal },
          )
          return [...new Set(entries.flatMap(({ day }) => day ?? []))].sort()
        },
        { keep: true },
      )
    },
    { immediate: true },
  )

  return {
    today,
    shown,
    changes,
    failure,
    earlier: computed(() => changes.value.findLast((day) => day < shown.value)),
    later: computed(() => changes.value.find((day) => day > shown.value)),
    choose(day: string | undefined): void {
      if (day === undefined || !Day.safeParse(day).success) return
      void city.showDay(day >= today.value ? null : day)
    },
  }
}
