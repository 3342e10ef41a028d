import { useI18n } from 'vue-i18n'
import { useCoverage } from '../../../state/coverage.store.ts'

/** What every file says at its foot: without it nobody could tell later what the numbers were. */
export function useStamp(): () => (string | number)[][] {
  const { t } = useI18n()
  const coverage = useCoverage()
  return () => {
    const { provenance, options, filter } = coverage
    if (provenance === null || options === null) return []
    return [[], [t('planner.stamp.source'), provenance.source], [t('planner.stamp.date'), options.on ?? provenance.asOf ?? provenance.dataDate], [t('planner.stamp.revision'), provenance.revision],
      [t('planner.stamp.scope'), [t(`planner.scope.${filter.scope}`), filter.within ?? '', ...filter.types, ...filter.gaps].filter((part) => part !== '').join(' ')],
      [t('planner.measure.label'), [t(`planner.measure.${options.mode}`), t('planner.measure.minutesOf', { minutes: options.minutes }), `${t('planner.measure.circles')} ${options.circles}`, t('planner.measure.speedOf', { speed: options.speed }), t(`planner.measure.serving.${options.serving}`)].join(' ')]]
  }
}
