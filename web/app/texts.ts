import type { InjectionKey } from 'vue'
import { createI18n } from 'vue-i18n'
import type { Language } from '../lib/formatters.ts'
import zh from './texts/zh/index.ts'

/** The Chinese texts of the map page are there from the start; all others are fetched when they are asked for. */
const FETCH = {
  zh: { start: async () => ({ default: zh }), pages: () => import('./texts/zh/pages.ts') },
  en: { start: () => import('./texts/en/index.ts'), pages: () => import('./texts/en/pages.ts') },
}

export function createTexts() {
  const plugin = createI18n({
    legacy: false,
    locale: 'zh',
    fallbackLocale: 'zh',
    messages: { zh } as Record<Language, typeof zh>,
    missingWarn: true,
    fallbackWarn: false,
  })
  /** Another page than the map was opened. */
  let beyondMap = false
  /** The language that was chosen last; its texts may still be on their way. */
  let wanted: Language = 'zh'
  const known = new Set<string>(['zh start'])

  const add = async (language: Language, part: 'start' | 'pages'): Promise<void> => {
    if (known.has(`${language} ${part}`)) return
    plugin.global.mergeLocaleMessage(language, (await FETCH[language][part]()).default)
    known.add(`${language} ${part}`)
  }
  const need = async (language: Language): Promise<void> => {
    await Promise.all([add(language, 'start'), ...(beyondMap ? [add(language, 'pages')] : [])])
  }

  return {
    plugin,
    async use(language: Language): Promise<void> {
      wanted = language
      await need(language)
      if (wanted === language) plugin.global.locale.value = language
    },
    /** Fetches what pages other than the map say; to be waited for before one is shown. */
    async forPages(): Promise<void> {
      beyondMap = true
      await need(wanted)
    },
    text: (key: string) => plugin.global.t(key),
  }
}

export type Texts = ReturnType<typeof createTexts>

/** For the gate, which shows a card of another page. */
export const TEXTS_KEY: InjectionKey<Texts> = Symbol('texts')
