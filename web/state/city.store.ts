import { defineStore } from 'pinia'
import { computed, onScopeDispose, ref, shallowRef } from 'vue'
import type { z } from 'zod'
import {
  type CityListItem,
  type CitySummary,
  streamCityEvents,
  getCity,
  listCities,
  type MapChange,
} from '#shared/contract/city/city.ts'
import { DEFAULT_TIME_ZONE } from '#shared/contract/city/time-zone.ts'
import { toLocalDay } from '#shared/city/local-day.ts'
import { formatDatedCityCode } from '#shared/city/dated-city-code.ts'
import { cityEvents } from '#shared/contract/city/city-events.ts'
import type { RecentMapChanges } from '#shared/tiles/tile-revision.ts'
import { type EventStream, openEventStream } from '../lib/event-stream.ts'
import { isTransientError } from '../lib/problem-error.ts'
import { buildEndpointUrl, subscribeConnectivity, request } from '../lib/request.ts'
import { createLoader, getResourceValue } from '../lib/resource.ts'

type CityItem = z.infer<typeof CityListItem>

/** How long to wait before asking again for what could not be had, at first and at most. */
const RETRY_MS = { first: 1000, longest: 10_000 }
/** Figures follow a change after this time, so that a row of changes asks once; up to twice that, by chance. */
const SETTLE_MS = 300

/** The city on the page: its figures, its revision, and the line over which the server tells what has changed. */
export const useCity = defineStore('city', () => {
  const cities = createLoader<CityItem[]>()
  const summary = createLoader<CitySummary>()
  const code = ref<string | null>(null)
  /** The day as of which the city is looked at; null: as it is now. */
  const day = ref<string | null>(null)
  /** The open page can show the city as of a day. */
  const dated = ref(false)
  /** What readers ask for: the city, as of the day. */
  const address = computed(() =>
    code.value === null ? null : formatDatedCityCode({ code: code.value, day: day.value }),
  )
  const changes = shallowRef<RecentMapChanges | null>(null)
  const revision = ref(0)
  /** `down`: the server has gone away and is being tried again. */
  const line = ref<'closed' | 'up' | 'down'>('closed')

  let events: EventStream | undefined
  let retry: ReturnType<typeof setTimeout> | undefined
  let settle: ReturnType<typeof setTimeout> | undefined
  let failures = 0

  async function loadCities(): Promise<CityItem[] | undefined> {
    const list = await cities.load(async (signal) => (await request(listCities, {}, { signal })).cities, {
      keep: true,
    })
    if (list === undefined) askAgain(cities.resource.value, loadCities)
    return list
  }

  /** Shows another city; null: none. */
  async function open(next: string | null): Promise<void> {
    if (next === code.value) return
    close()
    summary.clear()
    changes.value = null
    revision.value = 0
    code.value = next
    if (next !== null) await reload()
  }

  /** Looks at the city as of another day, or as it is now; the old figures stand until the new ones arrive. */
  async function showDay(next: string | null): Promise<void> {
    if (next === day.value) return
    day.value = next
    changes.value = null
    revision.value = 0
    await reload()
  }

  async function reload(): Promise<void> {
    const [wanted, of] = [address.value, code.value]
    if (wanted === null || of === null) return
    const answer = await summary.load(
      async (signal) => {
        const found = await request(getCity, { params: { city: wanted } }, { signal })
        // before anybody sees the figures, so that nothing is asked for by an older revision
        if (!signal.aborted && found.provenance.revision >= revision.value) {
          changes.value = found.changes
          revision.value = found.provenance.revision
        }
        return found
      },
      { keep: true },
    )
    if (answer === undefined) {
      askAgain(summary.resource.value, reload)
      return
    }
    failures = 0
    // which day it is where the city lies is known only now
    if (day.value !== null && day.value >= toLocalDay(Date.now(), answer.timeZone)) await showDay(null)
    follow(of)
  }

  function follow(city: string): void {
    events ??= openEventStream(buildEndpointUrl(streamCityEvents, { city }), {
      messages: cityEvents,
      onState(up) {
        const returned = up && line.value === 'down'
        line.value = up ? 'up' : 'down'
        if (returned) settleLater()
      },
      onMessage: {
        hello: ({ revision: now }) => {
          if (now !== revision.value) void reload()
        },
        heartbeat: ({ revision: now }) => {
          if (now > revision.value) void reload()
        },
        revision: apply,
      },
    })
  }

  function apply(change: MapChange): void {
    const known = changes.value
    if (known === null || change.revision <= revision.value) return
    // one that was missed in between comes with the summary
    changes.value = { base: known.base, list: [...known.list, change] }
    revision.value = change.revision
    settleLater()
  }

  function settleLater(): void {
    clearTimeout(settle)
    settle = setTimeout(() => void reload(), SETTLE_MS * (1 + Math.random()))
  }

  function askAgain(
    resource: { state: string; error?: Parameters<typeof isTransientError>[0] },
    ask: () => Promise<unknown>,
  ): void {
    if (resource.error === undefined || !isTransientError(resource.error)) return
    clearTimeout(retry)
    retry = setTimeout(() => void ask(), Math.min(RETRY_MS.longest, RETRY_MS.first * 2 ** failures++))
  }

  function close(): void {
    clearTimeout(retry)
    clearTimeout(settle)
    events?.close()
    events = undefined
    failures = 0
    line.value = 'closed'
  }

  const stopListening = subscribeConnectivity((reached) => {
    if (!reached && line.value === 'up') line.value = 'down'
    if (reached && line.value === 'down') events?.hurry()
  })
  onScopeDispose(() => {
    stopListening()
    close()
  })

  return {
    cities: cities.resource,
    summary: summary.resource,
    /** The last figures that arrived. */
    known: computed(() => getResourceValue(summary.resource.value) ?? null),
    /** The time zone whose days are those of the city. */
    timeZone: computed(() => getResourceValue(summary.resource.value)?.timeZone ?? DEFAULT_TIME_ZONE),
    code,
    day,
    dated,
    address,
    changes,
    revision,
    line,
    loadCities,
    open,
    showDay,
    reload,
  }
})
