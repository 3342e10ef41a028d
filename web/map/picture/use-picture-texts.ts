import { LAYERS } from '#shared/layers/layers.ts'
import { buildMetricRamp } from '#shared/coverage/metrics/metric.ts'
import { THEMES } from '#shared/layers/base/themes.ts'
import { computeMetresPerPixel, fitScaleBar } from '../../lib/scale-bar.ts'
import { formatDataSource } from '../../lib/format-data-source.ts'
import type { CitySummary } from '#shared/contract/city/city.ts'
import { useMapValues } from '../../state/map-values.store.ts'
import { useMap } from '../../state/map.store.ts'
import { useShownMetric } from '../../state/shown-metric.store.ts'
import { usePreferences } from '../../state/preferences.store.ts'
import { buildLegendRows } from '../../lib/legend-rows.ts'
import type { PictureColors, PictureTexts } from './compose-picture.ts'

type Text = (key: string, values?: Record<string, string | number>) => string

/** What a picture of the map, as it is now, says around it. */
export function usePictureTexts(t: Text) {
  const map = useMap()
  const shownMetric = useShownMetric()
  const columns = useMapValues()
  const preferences = usePreferences()

  /** `about`: what else is to be said of the numbers, below the title. */
  function texts(summary: CitySummary, title: string, about: readonly string[] = []): PictureTexts {
    const { formats } = preferences
    const { provenance } = summary
    const metric = shownMetric.metric
    const theme = THEMES[preferences.theme]
    const column = columns.byLevel.get(map.level)
    const step =
      map.camera === null ? null : fitScaleBar(computeMetresPerPixel(map.camera.lat, map.camera.zoom), 140)
    const level = t(`explore.detail.${map.level}`)
    return {
      title,
      subtitle: [metric === null ? null : t(`metrics.${metric.id}.about`), level, ...about]
        .filter((part) => part !== null && part !== '')
        .join(' · '),
      foot: [
        ...(summary.shown.approvalNumber === null ? [] : [summary.shown.approvalNumber]),
        ...(summary.basemap?.attribution
          ? [t('explore.provenance.basemap', { name: summary.basemap.attribution })]
          : []),
        `${t('explore.provenance.source')} ${formatDataSource(provenance, preferences.language, t)}`,
        `${t('explore.provenance.date')} ${formats.day(provenance.dataDate)}`,
        ...(provenance.asOf === undefined
          ? []
          : [t('explore.day.asOf', { day: formats.day(provenance.asOf) })]),
        t('explore.provenance.revision', { number: provenance.revision }),
        t('app.title'),
      ].join('  ·  '),
      demo: provenance.demo ? t('app.demoData') : null,
      legendTitle: metric === null ? '' : t(`metrics.${metric.id}.name`),
      legendUnit:
        metric === null
          ? ''
          : [
              t(`metrics.${metric.id}.unit`),
              column === undefined
                ? ''
                : t('explore.legend.count', { count: formats.count(column.values.length), level }),
            ]
              .filter((part) => part !== '')
              .join(' · '),
      rows:
        metric === null
          ? []
          : buildLegendRows(
              {
                metric,
                ramp: buildMetricRamp(metric, theme),
                level: map.level,
                values: column?.metric === metric.id ? column.values : null,
              },
              formats,
              t,
            ),
      signs: LAYERS.filter((layer) => layer.shown !== null && !map.hidden.has(layer.id))
        .toReversed()
        .flatMap((layer) =>
          layer
            .legend(theme)
            .slice(0, 1)
            .map((entry) => ({ ...entry, label: t(entry.text) })),
        ),
      scale: step === null ? null : { text: formats.length(step.metres), pixels: step.pixels },
      font: getComputedStyle(document.body).fontFamily,
    }
  }

  return { texts }
}

/** The page's own colours, so that a picture looks like the page it was taken from. */
export function readPictureColors(): PictureColors {
  const style = getComputedStyle(document.documentElement)
  const color = (name: string) => style.getPropertyValue(name).trim()
  return {
    surface: color('--surface'),
    text: color('--text'),
    soft: color('--text-soft'),
    line: color('--line'),
    warn: color('--warn'),
    warnSoft: color('--warn-soft'),
  }
}
