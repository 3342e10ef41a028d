import type { CoverageOptions, CoverageQuery } from '../contract/coverage/coverage.ts'
import type { CitySettings } from '../contract/city/city-settings.ts'

/** The city's own presets, with what a reader wants otherwise. */
export function resolveCoverageOptions(
  { coverage }: CitySettings,
  wanted: CoverageQuery = {},
): CoverageOptions {
  return {
    mode: wanted.mode ?? 'straight',
    speed: wanted.speed ?? coverage.walkingSpeed,
    detour: wanted.detour ?? coverage.detourFactor,
    minutes: wanted.minutes ?? coverage.serviceMinutes,
    circles: wanted.circles ?? getPresetCircles(coverage),
    serving: wanted.serving ?? 'services',
    on: wanted.on ?? null,
  }
}

/** The city's own walking circles, as an option. */
export function getPresetCircles({ circles: { inner, middle, outer } }: CitySettings['coverage']): string {
  return [inner, middle, outer].join('-')
}

/** The same options have the same key. */
export function toOptionsKey({
  mode,
  speed,
  detour,
  minutes,
  circles,
  serving,
  on,
}: CoverageOptions): string {
  return [mode, speed, detour, minutes, circles, serving, on].join('/')
}
