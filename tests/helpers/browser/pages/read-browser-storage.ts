import type { Page } from 'playwright-core'

/** Returns the keys of the drafts in the page's IndexedDB. */
export const listStoredDrafts = (page: Page) =>
  page.evaluate(
    () =>
      new Promise<string[]>((resolve) => {
        const opening = indexedDB.open('grid-map', 1)
        opening.onsuccess = () => {
          const keys = opening.result.transaction('drafts').objectStore('drafts').getAllKeys()
          keys.onsuccess = () => resolve(keys.result.map(String))
        }
      }),
  )

/** Returns the number of responses with city data in the page's cache. */
export const countCachedResponses = (page: Page) =>
  page.evaluate(
    async () =>
      (await (await caches.open('answers')).keys()).filter(({ url }) => /cities\/\d/.test(url)).length,
  )
