import type { StyleSpecification } from '@maplibre/maplibre-gl-style-spec'
import { formatDatedCityCode } from '#shared/city/dated-city-code.ts'
import type { CitySummary, DegreeBox } from '#shared/contract/city/city.ts'
import { buildMetricRamp, type Metric } from '#shared/coverage/metrics/metric.ts'
import { buildCityStyle } from '#shared/layers/city-style.ts'
import { enlargeStyle } from '#shared/layers/enlarge-style.ts'
import type { useMap } from '../state/map.store.ts'
import type { usePreferences } from '../state/preferences.store.ts'
import { type Theme, THEMES } from '#shared/layers/base/themes.ts'

/** The map's style for the state of the stores. */
export function buildMapStyle(
  { provenance: { city, asOf, source, dataDate }, box, basemap }: CitySummary & { box: DegreeBox },
  look: Pick<ReturnType<typeof useMap>, 'detail' | 'hidden' | 'depth' | 'level'> & {
    metric: Metric | null
    overlay?: GeoJSON.FeatureCollection | null
    surface?: GeoJSON.FeatureCollection | null
  },
  preferences: ReturnType<typeof usePreferences>,
): StyleSpecification {
  const { detail, metric, hidden, depth } = look
  const theme = THEMES[preferences.look]
  const style = buildCityStyle({
    theme,
    detail,
    depth,
    language: preferences.language,
    // the level is read only where it matters: otherwise the style would be rebuilt at each of its changes
    ramp: look.surface
      ? null
      : metric && buildMetricRamp(metric, theme, metric.breaksOf === undefined ? undefined : look.level),
    hidden,
    bounds: box,
    attribution: `${source} · ${dataDate}`,
    basemap: basemap && {
      tiles: `${location.origin}/api/cities/${city}/basemap/{z}/{x}/{y}?v=${basemap.version}`,
      attribution: basemap.attribution,
      opacity: basemap.opacity,
      maxZoom: basemap.maxZoom,
    },
    tiles: (layers) =>
      `${location.origin}/api/cities/${formatDatedCityCode({ code: city, day: asOf ?? null })}/tiles/current/${layers.join()}/{z}/{x}/{y}`,
  })
  const withSurface = look.surface ? addSurface(style, look.surface, theme) : style
  return enlargeStyle(
    look.overlay ? addOverlay(withSurface, look.overlay, theme) : withSurface,
    preferences.enlarged,
    preferences.shown,
  )
}

/** Areas that no tile has, above all others and below the names; each brings its colour. */
function addOverlay(
  style: StyleSpecification,
  data: GeoJSON.FeatureCollection,
  theme: Theme,
): StyleSpecification {
  const at = style.layers.findIndex(({ type }) => type === 'symbol')
  const layers: StyleSpecification['layers'] = [
    {
      id: 'overlay-fill',
      type: 'fill',
      source: 'overlay',
      paint: { 'fill-color': ['get', 'color'], 'fill-opacity': 0.92 },
    },
    {
      id: 'overlay-line',
      type: 'line',
      source: 'overlay',
      paint: { 'line-color': theme.selected, 'line-width': 1.6 },
    },
  ]
  return inserted(style, { overlay: { type: 'geojson', data } }, layers, at)
}

/** A surface in the place of the coloured areas: under all borders. */
function addSurface(
  style: StyleSpecification,
  data: GeoJSON.FeatureCollection,
  theme: Theme,
): StyleSpecification {
  const at = style.layers.findIndex(({ id }) =>
    /^(grids|communities|streets|districts)-(glow|line)$/.test(id),
  )
  const layers: StyleSpecification['layers'] = [
    {
      id: 'surface-fill',
      type: 'fill',
      source: 'surface',
      paint: {
        'fill-color': ['get', 'color'],
        'fill-opacity': theme.fillOpacity * 0.9,
        'fill-antialias': false,
      },
    },
    {
      id: 'surface-line',
      type: 'line',
      source: 'surface',
      paint: { 'line-color': theme.textSoft, 'line-width': 0.7, 'line-opacity': 0.55 },
    },
  ]
  return inserted(style, { surface: { type: 'geojson', data, tolerance: 0.2 } }, layers, at)
}

function inserted(
  style: StyleSpecification,
  sources: StyleSpecification['sources'],
  layers: StyleSpecification['layers'],
  at: number,
): StyleSpecification {
  const place = at < 0 ? style.layers.length : at
  return {
    ...style,
    sources: { ...style.sources, ...sources },
    layers: [...style.layers.slice(0, place), ...layers, ...style.layers.slice(place)],
  }
}
