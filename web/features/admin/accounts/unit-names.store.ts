import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { listUnits } from '#shared/contract/city/features.ts'
import { request } from '../../../lib/request.ts'
import { usePreferences } from '../../../state/preferences.store.ts'

interface Name {
  name: string
  nameEn: string | null
}

/** What districts and streets are called; each city is asked once, when one of its units is to be named. */
export const useUnitNames = defineStore('unit-names', () => {
  const preferences = usePreferences()
  const names = shallowRef<ReadonlyMap<string, Name>>(new Map())
  const asked = new Set<string>()

  async function learn(city: string): Promise<void> {
    if (asked.has(city)) return
    asked.add(city)
    try {
      const lists = await Promise.all(
        (['district', 'street'] as const).map((level) =>
          request(listUnits, { params: { city }, query: { level, limit: 2000 } }),
        ),
      )
      names.value = new Map([
        ...names.value,
        ...lists.flatMap(({ units }) =>
          units.map(({ code, name, nameEn }): [string, Name] => [code, { name, nameEn }]),
        ),
      ])
    } catch {
      // the code stands for the name until somebody opens the page again
      asked.delete(city)
    }
  }

  return {
    learn,
    /** The code itself while the name is not known. */
    nameOf(code: string): string {
      const known = names.value.get(code)
      return known === undefined
        ? code
        : ((preferences.language === 'en' ? known.nameEn : null) ?? known.name)
    },
  }
})
