import type { CoverageOptions } from '#shared/contract/coverage/coverage-options.ts'

type Translate = (key: string, values?: Record<string, unknown>) => string

/** How distances were measured, in words: every page, file and print that shows figures says it alike. */
export function describeMeasurement(
  t: Translate,
  {
    mode,
    measuredFrom,
    detour,
    minutes,
    circles,
    speed,
    serving,
    ruralMinutes,
    ruralSpeed,
    ruralServing,
  }: CoverageOptions,
): string {
  return [
    t(`planner.measure.${mode}`),
    t(`planner.measure.from.${measuredFrom}`),
    t('planner.measure.minutesOf', { minutes }),
    `${t('planner.measure.circles')} ${circles}`,
    t('planner.measure.speedOf', { speed }),
    ...(mode === 'straight' ? [`× ${detour}`] : []),
    t(`planner.measure.serving.${serving}`),
    t('planner.measure.rural', {
      minutes: ruralMinutes,
      speed: ruralSpeed,
      serving: t(`planner.measure.serving.${ruralServing}`),
    }),
  ].join(' · ')
}
