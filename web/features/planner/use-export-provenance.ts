import { useI18n } from 'vue-i18n'
import { useCoverage } from '../../state/coverage.store.ts'
import { usePreferences } from '../../state/preferences.store.ts'
import { describeMeasurement } from './describe-measurement.ts'
import type { ExportTable } from '../../lib/export/export-table.ts'

/** What every file says about its numbers: without it nobody could tell later what they were. */
export function useExportProvenance() {
  const { t } = useI18n()
  const coverage = useCoverage()
  const preferences = usePreferences()

  /** Lists of gaps are about all classes. */
  function scope({ withGaps } = { withGaps: true }): string {
    const { table, filter } = coverage
    const unit =
      table === null || filter.within === null
        ? undefined
        : (['district', 'street', 'community'] as const).flatMap((level) => {
            const row = table.units[level].codes.indexOf(filter.within ?? '')
            return row < 0
              ? []
              : [
                  (preferences.language === 'en' ? table.units[level].namesEn[row] : null) ??
                    table.units[level].names[row],
                ]
          })[0]
    return [
      t(`planner.scope.${filter.scope}`),
      unit,
      ...filter.types.map((type) => t(`words.communityType.${type}`)),
      ...(withGaps ? filter.gaps.map((gap) => t(`metrics.gap-class.classes.${gap}`)) : []),
    ]
      .filter((part) => part !== undefined)
      .join(' · ')
  }
  function measure(): string {
    const { options } = coverage
    return options === null ? '' : describeMeasurement(t, options)
  }
  function stamp(): ExportTable['about'] {
    const { provenance } = coverage
    if (provenance === null) return []
    return [
      [t('planner.stamp.source'), provenance.source],
      [t('planner.stamp.date'), provenance.asOf ?? provenance.dataDate],
      [t('planner.stamp.revision'), provenance.revision],
      [t('planner.stamp.scope'), scope()],
      [t('planner.measure.label'), measure()],
      ...(provenance.demo ? [[t('app.demoData'), t('app.demoDataHint')] as const] : []),
    ]
  }
  return { stamp, scope, measure }
}
