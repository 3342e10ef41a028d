import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { formatsOf, type Language, languages } from '../lib/formats.ts'
import { readKept, writeKept } from '../lib/kept.ts'
import { useMedia } from '../lib/use-media.ts'

export const themeChoices = ['system', 'day', 'night'] as const
export type ThemeChoice = (typeof themeChoices)[number]

/** How this reader likes the page; kept in the browser. An address that says otherwise wins. */
export const usePreferences = defineStore('preferences', () => {
  const themeChoice = ref<ThemeChoice>(readKept('theme', themeChoices) ?? 'system')
  const language = ref<Language>(readKept('language', languages) ?? 'zh')
  const prefersDark = useMedia('(prefers-color-scheme: dark)')
  const calm = useMedia('(prefers-reduced-motion: reduce)')

  return {
    themeChoice,
    language,
    theme: computed(() => (themeChoice.value === 'system' ? (prefersDark.value ? 'night' as const : 'day' as const) : themeChoice.value)),
    formats: computed(() => formatsOf(language.value)),
    /** No flights, no fading. */
    calm,
    /** `keep`: also for the next visit; what an address asks for is not. */
    chooseTheme(choice: ThemeChoice, { keep = true } = {}) {
      themeChoice.value = choice
      if (keep) writeKept('theme', choice)
    },
    chooseLanguage(choice: Language, { keep = true } = {}) {
      language.value = choice
      if (keep) writeKept('language', choice)
    },
  }
})
