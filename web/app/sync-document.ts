import { watchEffect } from 'vue'
import { LOCALES } from '../lib/formatters.ts'
import { useCityTitle } from '../state/use-city-title.ts'
import { usePreferences } from '../state/preferences.store.ts'
import type { Texts } from './texts.ts'

/** Carries theme and language to the document. */
export function syncDocument(texts: Texts): void {
  const preferences = usePreferences()
  const name = useCityTitle()
  const { documentElement: root } = document
  watchEffect(() => {
    root.dataset['theme'] = preferences.look
  })
  watchEffect(() => {
    root.lang = LOCALES[preferences.language]
    void texts.use(preferences.language)
  })
  watchEffect(() => {
    const title = texts.text('app.title')
    document.title = name.value === '' ? title : `${name.value} · ${title}`
  })
}
