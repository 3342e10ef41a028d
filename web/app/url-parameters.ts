import { findIndicatorCode } from '#shared/coverage/indicators/indicator-metric-id.ts'
import { METRICS, UNLISTED_METRICS } from '#shared/coverage/metrics/metrics.ts'
import { isLayerId, LAYERS } from '#shared/layers/layers.ts'
import { languages } from '../lib/formatters.ts'
import { CoverageQuery, weightings } from '#shared/contract/coverage/coverage-options.ts'
import { communityTypes, type DetailLevel, type LayerId, territoryLevels } from '#shared/contract/enums.ts'
import { gapClasses } from '#shared/contract/coverage/coverage-enums.ts'
import { toLocalDay } from '#shared/city/local-day.ts'
import { Day } from '#shared/contract/city/codes.ts'
import type { useCity } from '../state/city.store.ts'
import { type Comparison, comparisonModes, type useComparison } from '../state/comparison.store.ts'
import type { useCoverage } from '../state/coverage.store.ts'
import type { useIndicators } from '../state/indicators.store.ts'
import { DEFAULT_DETAIL, DEFAULT_METRIC, type useMap } from '../state/map.store.ts'
import { themeChoices, type usePreferences } from '../state/preferences.store.ts'
import { type FeatureRef, selectableLayers, type useSelection } from '../state/selection.store.ts'

export interface UrlStores {
  city: ReturnType<typeof useCity>
  map: ReturnType<typeof useMap>
  coverage: ReturnType<typeof useCoverage>
  comparison: ReturnType<typeof useComparison>
  indicators: ReturnType<typeof useIndicators>
  selection: ReturnType<typeof useSelection>
  preferences: ReturnType<typeof usePreferences>
}

export interface UrlParameter {
  name: string
  /** A change of this is a step that the back button undoes; other changes only rewrite the address. */
  step?: boolean
  /** About the page itself, so that pages without a map heed it as well. */
  everywhere?: boolean
  /** null: as it is by itself, so the address need not say it. */
  write(stores: UrlStores): string | null
  /** Without a text, or with one that means nothing: as it is by itself. */
  read(text: string | null, stores: UrlStores): void
}

const details: readonly DetailLevel[] = ['auto', ...territoryLevels]
/** Where a day begins first: before the city is known, the server decides which day is past there. */
const EARLIEST_ZONE = 'Pacific/Kiritimati'
const NO_METRIC = 'none'
const A_DAY = /^(now|[12][0-9]{3}-[01][0-9]-[0-3][0-9])$/
/** What planners begin with. */
const PLANNING_METRIC = 'gap-class'

/** Everything the address says about the page, once. */
export const URL_PARAMETERS: readonly UrlParameter[] = [
  {
    name: 'map',
    write: ({ map: { camera, home } }) =>
      camera === null || home
        ? null
        : [
            camera.zoom.toFixed(2),
            camera.lat.toFixed(5),
            camera.lon.toFixed(5),
            ...(camera.bearing === 0 ? [] : [camera.bearing.toFixed(0)]),
          ].join('/'),
    read(text, { map }) {
      const [zoom, lat, lon, bearing = 0] = (text ?? '').split('/').map(Number)
      const valid =
        zoom !== undefined &&
        lat !== undefined &&
        lon !== undefined &&
        zoom >= 0 &&
        zoom <= 24 &&
        Math.abs(lat) <= 85 &&
        Math.abs(lon) <= 180
      if (valid) map.lookFrom({ zoom, lat, lon, bearing: Number.isFinite(bearing) ? bearing : 0 })
      else if (!map.home) map.goTo({ kind: 'home' })
    },
  },
  {
    name: 'day',
    step: true,
    write: ({ city: { dated, day } }) => (dated ? day : null),
    read(text, { city }) {
      void city.showDay(
        city.dated &&
          Day.safeParse(text).success &&
          text !== null &&
          text < toLocalDay(Date.now(), city.known?.timeZone ?? EARLIEST_ZONE)
          ? text
          : null,
      )
    },
  },
  {
    name: 'detail',
    write: ({ map }) => (map.detail === DEFAULT_DETAIL ? null : map.detail),
    read(text, { map }) {
      map.detail = details.find((each) => each === text) ?? DEFAULT_DETAIL
    },
  },
  {
    name: 'metric',
    write: ({ map, coverage }) =>
      (map.metric === DEFAULT_METRIC && !coverage.addressed) ||
      UNLISTED_METRICS.some((each) => each.id === map.metric)
        ? null
        : (map.metric ?? NO_METRIC),
    read(text, { map, coverage }) {
      map.metric =
        text === NO_METRIC
          ? null
          : (metricNamed(text, coverage.addressed) ?? (coverage.addressed ? PLANNING_METRIC : DEFAULT_METRIC))
    },
  },
  {
    name: 'year',
    write: ({ map, coverage: { addressed }, indicators: { year } }) =>
      addressed && findIndicatorCode(map.metric) !== null && year !== null ? String(year) : null,
    read(text, { indicators }) {
      indicators.year = /^[12][0-9]{3}$/.test(text ?? '') ? Number(text) : null
    },
  },
  {
    name: 'hide',
    write: ({ map }) =>
      map.hidden.size === 0
        ? null
        : LAYERS.map((layer) => layer.id)
            .filter((id) => map.hidden.has(id))
            .join(),
    read(text, { map }) {
      map.hidden = new Set(
        (text ?? '')
          .split(',')
          .filter(
            (id): id is LayerId =>
              isLayerId(id) && LAYERS.some((layer) => layer.id === id && layer.shown !== null),
          ),
      )
    },
  },
  {
    name: 'measure',
    write: ({ coverage: { addressed, wanted } }) =>
      addressed && Object.keys(wanted).length > 0
        ? Object.entries(wanted)
            .map((pair) => pair.join(':'))
            .join()
        : null,
    read(text, { coverage }) {
      const wanted = CoverageQuery.safeParse(
        Object.fromEntries(
          (text ?? '')
            .split(',')
            .filter((pair) => pair !== '')
            .map((pair) => pair.split(':')),
        ),
      )
      const next: CoverageQuery = wanted.success ? wanted.data : {}
      if (JSON.stringify(next) !== JSON.stringify(coverage.wanted)) coverage.wanted = next
    },
  },
  {
    name: 'weigh',
    write: ({ coverage: { addressed, weight } }) => (addressed ? weight : null),
    read(text, { coverage }) {
      coverage.weight = weightings.find((each) => each === text) ?? null
    },
  },
  {
    name: 'surface',
    write: ({ coverage: { addressed, contours } }) => (addressed && contours ? 'distance' : null),
    read(text, { coverage }) {
      coverage.contours = text === 'distance'
    },
  },
  {
    name: 'only',
    write: ({
      coverage: {
        addressed,
        filter: { scope, within, types, gaps },
      },
    }) =>
      addressed && (scope !== 'city' || within !== null || types.length + gaps.length > 0)
        ? [
            ...(scope === 'urban' ? [scope] : []),
            ...(within === null ? [] : [within]),
            ...types,
            ...gaps.map((gap) => `gap-${gap}`),
          ].join()
        : null,
    read(text, { coverage }) {
      const words = (text ?? '').split(',')
      const next = {
        scope: words.includes('urban') ? ('urban' as const) : ('city' as const),
        within: words.find((word) => /^[0-9]{6,12}$/.test(word)) ?? null,
        types: communityTypes.filter((type) => words.includes(type)),
        gaps: gapClasses.filter((gap) => words.includes(`gap-${gap}`)),
      }
      if (JSON.stringify(next) !== JSON.stringify(coverage.filter)) coverage.filter = next
    },
  },
  {
    name: 'beside',
    write: ({ coverage: { addressed }, comparison: { chosen } }) =>
      addressed && chosen.mode !== 'off'
        ? Object.entries(chosen)
            .flatMap(([name, value]) => (value === null ? [] : [`${name}:${value}`]))
            .join()
        : null,
    read(text, { comparison }) {
      const said = new Map(
        (text ?? '')
          .split(',')
          .map((pair) => pair.split(':'))
          .map(([name, value]) => [name, value] as const),
      )
      const like = (name: string, pattern: RegExp) => {
        const value = said.get(name) ?? ''
        return pattern.test(value) ? value : null
      }
      const year = like('year', /^[12][0-9]{3}$/)
      const next: Comparison = {
        mode: comparisonModes.find((each) => each === said.get('mode')) ?? 'off',
        metric: metricNamed(said.get('metric') ?? null, true) ?? null,
        year: year === null ? null : Number(year),
        day: like('day', A_DAY),
        draft: like('draft', /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
      }
      if (JSON.stringify(next) !== JSON.stringify(comparison.chosen)) comparison.chosen = next
    },
  },
  {
    name: 'at',
    step: true,
    write: ({ selection: { chosen } }) =>
      chosen?.code === undefined ? null : `${chosen.layer}/${chosen.code}`,
    read(text, { selection }) {
      void selection.choose(featureOf(text))
    },
  },
  {
    name: 'theme',
    everywhere: true,
    write: ({ preferences }) => (preferences.themeChoice === 'system' ? null : preferences.themeChoice),
    read(text, { preferences }) {
      const choice = themeChoices.find((each) => each === text)
      if (choice) preferences.chooseTheme(choice, { keep: false })
    },
  },
  {
    name: 'lang',
    everywhere: true,
    write: ({ preferences }) => (preferences.language === 'zh' ? null : preferences.language),
    read(text, { preferences }) {
      const language = languages.find((each) => each === text)
      if (language) preferences.chooseLanguage(language, { keep: false })
    },
  },
]

/** Items of the community data form are known by how they are written: the catalogue comes later, and to planners alone. */
function metricNamed(text: string | null, planning: boolean): string | undefined {
  return (
    METRICS.find((each) => each.id === text)?.id ??
    (planning && /^[0-9A-Za-z_-]{1,20}$/.test(findIndicatorCode(text) ?? '')
      ? (text ?? undefined)
      : undefined)
  )
}

function featureOf(text: string | null): FeatureRef | null {
  const [name, code, ...rest] = (text ?? '').split('/')
  const layer = selectableLayers.find((each) => each === name)
  return layer === undefined ||
    code === undefined ||
    rest.length > 0 ||
    !/^[0-9A-Za-z][0-9A-Za-z_-]{0,39}$/.test(code)
    ? null
    : { layer, code }
}
