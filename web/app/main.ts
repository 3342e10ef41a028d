import { prefetch } from '../lib/prefetch.ts'
import { readStoredChoice } from '../lib/local-storage.ts'

/**
 * The first few hundred bytes: colours before anything is painted, and the first questions to the server while the app
 * itself is still on its way. Keep imports out of here that are not needed for that.
 */
const query = new URLSearchParams(location.search)
const themes = ['day', 'night'] as const
const theme = themes.find((each) => each === query.get('theme')) ?? readStoredChoice('theme', themes)
if (theme) document.documentElement.dataset['theme'] = theme

void prefetch('/api/session')
const cities = prefetch('/api/cities')
const inAddress = /^\/([0-9]{6})(?:\/|$)/.exec(location.pathname)?.[1]
if (inAddress !== undefined) {
  void prefetch(`/api/cities/${inAddress}`)
} else {
  // the app will open the first city of the list: ask for it as soon as its code is known
  void cities
    .then(async (answer) => {
      const first: unknown = ((await answer.clone().json()) as { cities?: { code?: unknown }[] }).cities?.[0]
        ?.code
      if (typeof first === 'string') void prefetch(`/api/cities/${first}`)
    })
    .catch(() => undefined) // the app asks again and shows the error
}

const screen = /\/screen\/([A-Za-z0-9-]{1,40})$/.exec(location.pathname)?.[1]
if (screen !== undefined) {
  void import('../features/screen/ScreenPage.vue')
  void import('../map/MapCanvas.vue')
  void import('./texts/zh/pages.ts')
  // a wall that is being set up shows its token first: nothing is asked for before it has
  if (inAddress !== undefined && location.hash === '') {
    void prefetch(`/api/cities/${inAddress}/screens/${screen}`)
    void prefetch(`/api/cities/${inAddress}/board`)
  }
}
void import('../map/create-engine.ts')
void import('./start.ts')
