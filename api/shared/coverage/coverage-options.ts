import { CoverageOptions, type CoverageQuery } from '../contract/coverage/coverage-options.ts'
import type { CitySettings } from '../contract/city/city-settings.ts'

/** Returns the options of a request, completed by the settings of the city. */
export function resolveCoverageOptions(
  { coverage }: CitySettings,
  wanted: CoverageQuery = {},
): CoverageOptions {
  return {
    mode: wanted.mode ?? 'straight',
    measuredFrom: wanted.measuredFrom ?? coverage.measuredFrom,
    speed: wanted.speed ?? coverage.walkingSpeed,
    detour: wanted.detour ?? coverage.detourFactor,
    minutes: wanted.minutes ?? coverage.serviceMinutes,
    circles: wanted.circles ?? getPresetCircles(coverage),
    serving: wanted.serving ?? 'services',
    ruralSpeed: wanted.ruralSpeed ?? coverage.rural.speed,
    ruralMinutes: wanted.ruralMinutes ?? coverage.rural.serviceMinutes,
    ruralServing: wanted.ruralServing ?? coverage.rural.serving,
  }
}

/** Returns the walking circles of the city settings in the form of the option, e.g. '5-10-15'. */
export function getPresetCircles({ circles: { inner, middle, outer } }: CitySettings['coverage']): string {
  return [inner, middle, outer].join('-')
}

const optionNames = CoverageOptions.keyof().options

/** Returns a cache key: equal options have equal keys. */
export function toOptionsKey(options: CoverageOptions): string {
  return optionNames.map((name) => options[name]).join('/')
}
