import { createI18n } from 'vue-i18n'
import type { Language } from '../lib/formats.ts'
import zh from './texts/zh/index.ts'

/** Texts of both languages: Chinese is there from the start, the other is fetched when it is asked for. */
export function createTexts() {
  const plugin = createI18n({ legacy: false, locale: 'zh', fallbackLocale: 'zh', messages: { zh } as Record<Language, typeof zh>, missingWarn: true, fallbackWarn: false })
  return {
    plugin,
    async use(language: Language): Promise<void> {
      if (language === 'en' && !plugin.global.availableLocales.includes('en')) {
        plugin.global.setLocaleMessage('en', (await import('./texts/en/index.ts')).default)
      }
      plugin.global.locale.value = language
    },
    text: (key: string) => plugin.global.t(key),
  }
}

export type Texts = ReturnType<typeof createTexts>
