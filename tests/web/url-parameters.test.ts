import { flushPromises } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it } from 'vitest'
import { createMemoryHistory, createRouter, type Router } from 'vue-router'
import { syncUrl } from '../../web/app/sync-url.ts'
import { useMap } from '../../web/state/map.store.ts'
import { usePreferences } from '../../web/state/preferences.store.ts'

let router: Router

/** A page that has just been opened, at an address. */
async function open(query: Record<string, string>): Promise<void> {
  setActivePinia(createPinia())
  router = createRouter({
    history: createMemoryHistory(),
    routes: [{ path: '/:city', component: {}, meta: { city: true, dated: true } }],
  })
  syncUrl(router)
  await go(query)
}
const go = async (query: Record<string, string>) => {
  await router.push({ path: '/320900', query })
  await flushPromises()
}
const address = () => router.currentRoute.value.query

beforeEach(() => localStorage.clear())

describe('the URL', () => {
  it('is empty while everything has its default', async () => {
    await open({})
    expect(address()).toEqual({})
  })

  it.each<Record<string, string>>([
    { map: '11.50/33.38000/120.13000' },
    { map: '11.50/33.38000/120.13000/-15' },
    { detail: 'grid', metric: 'residents-per-km2' },
    { metric: 'none' },
    { hide: 'parks,stations' },
    { at: 'grids/320902001001001' },
    { theme: 'night', lang: 'en' },
    { day: '2018-12-31' },
  ])('reflects the page, and the page reflects the URL: %o', async (query) => {
    await open(query)
    expect(address()).toEqual(query)
    await go({})
    expect(address()).toEqual('theme' in query ? query : {})
  })

  it.each<Record<string, string>>([
    { map: 'here' },
    { map: '99/0/0' },
    { map: '10/91/0' },
    { map: '10/x/120' },
    { metric: '<script>' },
    { hide: 'grids,nothing' },
    { at: 'people/1' },
    { at: 'grids' },
    { at: 'grids/../../etc' },
    { at: 'roads/1' },
    { theme: 'pink' },
    { lang: 'la' },
  ])('is ignored where it is invalid: %o', async (query) => {
    await open({ ...query, detail: 'grid' })
    useMap().detail = 'auto'
    await flushPromises()
    expect(address()).toEqual({})
  })

  it('follows the state of the page', async () => {
    await open({})
    useMap().detail = 'community'
    usePreferences().chooseTheme('night')
    await flushPromises()
    expect(address()).toEqual({ detail: 'community', theme: 'night' })
  })

  it('does not change the stored preferences', async () => {
    await open({ theme: 'night', lang: 'en' })
    setActivePinia(createPinia())
    expect(usePreferences().language).toBe('zh')
    expect(usePreferences().themeChoice).toBe('system')
  })

  it('resets the view when it no longer names one', async () => {
    await open({ map: '11.50/33.38000/120.13000' })
    expect(useMap().home).toBe(false)
    await go({})
    expect(useMap().home).toBe(true)
    expect(useMap().target).toEqual({ kind: 'home' })
  })
})
