import type { Provenance } from '#shared/contract/city/city.ts'
import type { Language } from './formatters.ts'

/**
 * Where figures are from, in the words of whoever keeps them, and whether households are counted. What a demo city says is
 * Chinese, and said in English here.
 */
export function formatDataSource(
  { demo, figures, source }: Provenance,
  language: Language,
  t: (key: string) => string,
): string {
  const text = demo && language === 'en' ? `${t('app.demoData')} · ${t('app.demoDataHint')}` : source
  return figures === 'counted' ? `${text} · ${t('app.countedFigures')}` : text
}
