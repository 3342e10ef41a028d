import type { Provenance } from '#shared/contract/city/city.ts'
import type { Language } from './formatters.ts'

/** Where figures are from, in the words of whoever keeps them; what a demo city says is Chinese, and said in English here. */
export function formatDataSource(
  { demo, source }: Provenance,
  language: Language,
  t: (key: string) => string,
): string {
  return demo && language === 'en' ? `${t('app.demoData')} · ${t('app.demoDataHint')}` : source
}
