import type { StyleSpecification } from '@maplibre/maplibre-gl-style-spec'
import { writeCityAddress } from '#shared/city/city-address.ts'
import type { CitySummary, DegreeBox } from '#shared/contract/city.ts'
import { rampOf } from '#shared/coverage/metric.ts'
import { cityStyle } from '#shared/layers/city-style.ts'
import { enlargeStyle } from '#shared/layers/enlarge-style.ts'
import type { useMap } from '../state/map.store.ts'
import type { usePreferences } from '../state/preferences.store.ts'
import { THEMES } from '#shared/layers/themes.ts'

/** The map's style as the stores have it. */
export function mapStyle(
  { provenance: { city, asOf, source, dataDate }, box }: CitySummary & { box: DegreeBox },
  { detail, metricDeclared, hidden, depth }: Pick<ReturnType<typeof useMap>, 'detail' | 'metricDeclared' | 'hidden' | 'depth'>,
  preferences: ReturnType<typeof usePreferences>,
): StyleSpecification {
  const theme = THEMES[preferences.look]
  return enlargeStyle(cityStyle({
    theme,
    detail,
    depth,
    language: preferences.language,
    ramp: metricDeclared && rampOf(metricDeclared, theme),
    hidden,
    bounds: box,
    attribution: `${source} · ${dataDate}`,
    tiles: (layers) => `${location.origin}/api/cities/${writeCityAddress({ code: city, day: asOf ?? null })}/tiles/current/${layers.join()}/{z}/{x}/{y}`,
  }), preferences.enlarged)
}
