import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { getFormatters, type Language, languages } from '../lib/formatters.ts'
import { useCity } from './city.store.ts'
import { readStoredChoice, writeStoredChoice } from '../lib/local-storage.ts'
import { useMediaQuery } from '../lib/use-media-query.ts'

export const themeChoices = ['system', 'day', 'night'] as const
export type ThemeChoice = (typeof themeChoices)[number]

/** How this reader likes the page; kept in the browser. An address that says otherwise wins. */
export const usePreferences = defineStore('preferences', () => {
  const themeChoice = ref<ThemeChoice>(readStoredChoice('theme', themeChoices) ?? 'system')
  const language = ref<Language>(readStoredChoice('language', languages) ?? 'zh')
  const prefersDark = useMediaQuery('(prefers-color-scheme: dark)')
  /** A command screen shows the page: its own colours, whatever this browser was told before. */
  const wall = ref(false)
  /** What is written and drawn on the map is this many times as large: walls are seen from afar. */
  const enlarged = ref(1)
  /** Pixels that a wall's preview takes for a pixel of the wall. */
  const shown = ref(1)
  const calm = useMediaQuery('(prefers-reduced-motion: reduce)')

  /** A unit's name in the language of the page, as far as it has one. */
  const nameOf = ({ name, nameEn }: { name: string; nameEn: string | null }) =>
    (language.value === 'en' ? nameEn : null) ?? name

  const theme = computed(() =>
    themeChoice.value === 'system'
      ? prefersDark.value
        ? ('night' as const)
        : ('day' as const)
      : themeChoice.value,
  )

  return {
    themeChoice,
    language,
    wall,
    enlarged,
    shown,
    theme,
    nameOf,
    /** The same, or the wall's own. */
    look: computed(() => (wall.value ? ('wall' as const) : theme.value)),
    formats: computed(() => getFormatters(language.value, useCity().known?.timeZone)),
    /** No flights, no fading. */
    calm,
    /** `keep`: also for the next visit; what an address asks for is not. */
    chooseTheme(choice: ThemeChoice, { keep = true } = {}) {
      themeChoice.value = choice
      if (keep) writeStoredChoice('theme', choice)
    },
    chooseLanguage(choice: Language, { keep = true } = {}) {
      language.value = choice
      if (keep) writeStoredChoice('language', choice)
    },
  }
})
