import { watchEffect } from 'vue'
import { LOCALES } from '../lib/formats.ts'
import { useCity } from '../state/city.store.ts'
import { usePreferences } from '../state/preferences.store.ts'
import type { Texts } from './texts.ts'

/** Carries theme and language to the document. */
export function followLook(texts: Texts): void {
  const preferences = usePreferences()
  const city = useCity()
  const { documentElement: root } = document
  watchEffect(() => { root.dataset['theme'] = preferences.look })
  watchEffect(() => {
    root.lang = LOCALES[preferences.language]
    void texts.use(preferences.language)
  })
  watchEffect(() => {
    const title = texts.text('app.title')
    const name = preferences.language === 'en' ? city.known?.nameEn : city.known?.name
    document.title = name === undefined ? title : `${name} · ${title}`
  })
}
