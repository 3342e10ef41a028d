import { nextTick, watch } from 'vue'
import type { LocationQuery, Router } from 'vue-router'
import { useCity } from '../state/city.store.ts'
import { useComparison } from '../state/comparison.store.ts'
import { useCoverage } from '../state/coverage.store.ts'
import { useIndicators } from '../state/indicators.store.ts'
import { useMap } from '../state/map.store.ts'
import { usePreferences } from '../state/preferences.store.ts'
import { useSelection } from '../state/selection.store.ts'
import { URL_PARAMETERS, type UrlStores } from './url-parameters.ts'

/** Keeps the address and the stores alike: what the page shows is in the address, and an address shows what it says. */
export function syncUrl(router: Router): void {
  const stores: UrlStores = {
    city: useCity(),
    map: useMap(),
    coverage: useCoverage(),
    comparison: useComparison(),
    indicators: useIndicators(),
    selection: useSelection(),
    preferences: usePreferences(),
  }
  let ours = false

  router.afterEach((to) => {
    stores.coverage.addressed = to.name === 'planner' || to.name === 'sheet'
    stores.city.dated = to.meta['dated'] === true
    if (!ours) readAddress(to.query, stores, to.meta['city'] === true)
  })

  watch(
    () => addressOf(stores),
    async (now, before) => {
      // two changes of one turn are one step
      await nextTick()
      const { currentRoute } = router
      if (currentRoute.value.meta['city'] !== true || isSame(currentRoute.value.query, now)) return
      const steps = URL_PARAMETERS.some(
        ({ name, step }) =>
          step === true && now[name] !== before[name] && now[name] !== text(currentRoute.value.query, name),
      )
      const location = { params: currentRoute.value.params, query: now, hash: currentRoute.value.hash }
      ours = true
      await (steps ? router.push(location) : router.replace(location)).finally(() => {
        ours = false
      })
    },
  )
}

function addressOf(stores: UrlStores): Record<string, string> {
  return Object.fromEntries(
    URL_PARAMETERS.flatMap(({ name, write }) => {
      const value = write(stores)
      return value === null ? [] : [[name, value]]
    }),
  )
}

function readAddress(query: LocationQuery, stores: UrlStores, aboutCity: boolean): void {
  for (const { name, read, everywhere = false } of URL_PARAMETERS)
    if (aboutCity || everywhere) read(text(query, name) ?? null, stores)
}

function isSame(query: LocationQuery, wanted: Record<string, string>): boolean {
  const names = new Set([...Object.keys(query), ...Object.keys(wanted)])
  return [...names].every((name) => text(query, name) === wanted[name])
}

function text(query: LocationQuery, name: string): string | undefined {
  const value = query[name]
  return typeof value === 'string' ? value : undefined
}
