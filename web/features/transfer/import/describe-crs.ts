import type { CrsEvidence } from '#shared/contract/transfer/import-report.ts'

type Translate = (key: string, details: Record<string, string>) => string

/** Returns why a coordinate system was proposed, as a text. */
export function describeCrsEvidence({ because, stated, compared }: CrsEvidence, t: Translate): string {
  if (because === 'stated' && stated) return t('transfer.statedAs', { name: stated.text })
  return t(`transfer.because.${because === 'usual' && compared > 0 ? 'undecided' : because}`, {})
}

/** Returns why a coordinate system was used: what was recognised, or that it was chosen in spite of that. */
export function describeUsedCrs(crs: CrsEvidence & { used: string | null }, t: Translate): string {
  const because = describeCrsEvidence(crs, t)
  if (crs.used === crs.proposed) return because
  return crs.proposed === null
    ? t('transfer.chosen', { because })
    : t('transfer.chosenAgainst', { system: crs.proposed, because })
}
