import {
  Color,
  createExpression,
  type ExpressionSpecification,
  validateStyleMin,
} from '@maplibre/maplibre-gl-style-spec'
import { describe, expect, it } from 'vitest'
import { type MapDepth, mapDepths, territoryLevels, type ThemeId, themeIds } from '#shared/contract/enums.ts'
import { computeIndicatorBreaks } from '#shared/coverage/indicators/indicator-breaks.ts'
import { createIndicatorMetric } from '#shared/coverage/indicators/indicator-metric.ts'
import { buildMetricRamp, type Metric } from '#shared/coverage/metrics/metric.ts'
import { METRICS, UNLISTED_METRICS } from '#shared/coverage/metrics/metrics.ts'
import {
  buildColorExpression,
  buildHeightExpression,
  buildRampLegend,
  findRampClass,
  type Ramp,
} from '#shared/layers/base/ramp.ts'
import { THEMES } from '#shared/layers/base/themes.ts'
import { buildCityStyle, type CityStyleOptions } from '#shared/layers/city-style.ts'
import { LAYERS } from '#shared/layers/layers.ts'

/** Every metric of the product and indicators of each palette, with many, few and no class breaks. */
const metrics: readonly Metric[] = [
  ...METRICS,
  ...UNLISTED_METRICS,
  ...[[], [7], [1, 2, 2, 3], Array.from({ length: 100 }, (_, i) => i * 3.7)].map((values, i) =>
    anIndicator(i + 1, values),
  ),
]
const cases = metrics.flatMap((metric) => themeIds.map((theme) => ({ metric, theme, id: metric.id })))

describe.each(cases)('$id in the theme $theme', ({ metric, theme }) => {
  it.each(territoryLevels)('makes a valid style at the level %s', (detail) => {
    const ramp = buildMetricRamp(metric, THEMES[theme], detail)
    for (const depth of depthsOf(theme))
      expect(validateStyleMin(styleOf(theme, { detail, ramp, depth })), depth).toEqual([])
  })

  it.each(territoryLevels)('has the colours of its legend on the map at the level %s', (level) => {
    const ramp = buildMetricRamp(metric, THEMES[theme], level)
    const legend = buildRampLegend(ramp)
    expect(legend).toHaveLength(ramp.colors.length)
    const probes = legend.map((row, index) => ({ row, value: valueInside(ramp, index), index }))
    const paint = evaluator(buildColorExpression(ramp), 'color')
    const height = evaluator(buildHeightExpression(ramp), 'number')
    for (const { row, value, index } of probes) {
      expect(findRampClass(ramp, value), `class of ${value}`).toBe(index)
      expect(paint(value), `colour of ${value}`).toEqual(colour(row.color))
    }
    // a class begins with its lower limit
    for (const [index, { from }] of legend.entries())
      if (from !== null) expect(paint(from), `colour of ${from}`).toEqual(colour(legend[index]?.color ?? ''))
    expect(paint(null)).toEqual(colour(ramp.missing))
    const heights = probes.map(({ value }) => Number(height(value)))
    expect(heights).toEqual([...new Set(heights)].sort((a, b) => a - b))
    expect(height(null)).toBe(0)
  })

  it('shows every class in a colour of its own', () => {
    for (const level of territoryLevels) {
      const { colors, missing } = buildMetricRamp(metric, THEMES[theme], level)
      expect(new Set([...colors, missing]).size).toBe(colors.length + 1)
    }
  })
})

describe.each(themeIds)('every layer in the theme %s', (theme) => {
  it.each(LAYERS.map(({ id }) => id))('makes a valid style without %s', (id) => {
    const style = styleOf(theme, { hidden: new Set([id]) })
    expect(validateStyleMin(style)).toEqual([])
    expect(style.layers.length).toBeLessThan(styleOf(theme).layers.length)
    const drawn = style.layers.map((each) => ('source-layer' in each ? each['source-layer'] : undefined))
    expect(drawn).not.toContain(id)
    expect(drawn).not.toContain(`${id}_label`)
  })

  it('makes a valid style in English at every level of detail', () => {
    for (const detail of ['auto', ...territoryLevels] as const)
      for (const depth of depthsOf(theme))
        expect(
          validateStyleMin(styleOf(theme, { detail, depth, language: 'en' })),
          `${detail}, ${depth}`,
        ).toEqual([])
  })

  it('has a legend of valid colours', () => {
    for (const layer of LAYERS)
      for (const { color, outline, text } of layer.legend(THEMES[theme])) {
        expect(colour(color), text).toBeTruthy()
        if (outline !== undefined) expect(colour(outline), text).toBeTruthy()
      }
  })
})

function anIndicator(category: number, values: number[]): Metric {
  const breaks = computeIndicatorBreaks(values)
  return createIndicatorMetric(
    {
      item: {
        code: `${category}0`,
        category,
        categoryName: '人口',
        categoryNameEn: 'Population',
        name: '常住人口',
        nameEn: 'Residents',
        unit: '人',
        unitEn: 'people',
        aggregate: 'sum',
      },
      communities: values.map((_, i) => i),
      years: [{ year: 2025, values }],
      breaks: { community: breaks, street: breaks.map((limit) => limit * 10), district: [] },
    },
    2025,
  )
}

/** Only a theme with a plate draws depth. */
const depthsOf = (theme: ThemeId): readonly MapDepth[] =>
  THEMES[theme].plate === null ? ['flat'] : mapDepths

function styleOf(theme: ThemeId, options: Partial<CityStyleOptions> = {}) {
  return buildCityStyle({
    theme: THEMES[theme],
    detail: 'auto',
    language: 'zh',
    ramp: null,
    hidden: new Set(),
    bounds: [119, 32, 121, 35],
    attribution: '',
    tiles: (layers) => `https://a.example/${layers.join()}/{z}/{x}/{y}`,
    ...options,
  })
}

/** A value in the middle of a class; a class that is open on one side has no middle. */
function valueInside(ramp: Ramp, index: number): number {
  if (ramp.kind === 'classes') return index
  const [from, to] = [ramp.breaks[index - 1], ramp.breaks[index]]
  if (from === undefined) return (to ?? 1) - 1
  return to === undefined ? from + 1 : (from + to) / 2
}

/** Returns a function that computes a paint value from the `value` in the state of a feature. */
function evaluator(expression: ExpressionSpecification, type: 'color' | 'number') {
  const compiled = createExpression(expression, 'metric')
  if (compiled.result === 'error') throw new Error(compiled.value.map(({ message }) => message).join())
  return (value: number | null): unknown => {
    const result: unknown = compiled.value.evaluateWithoutErrorHandling({ zoom: 12 }, aFeature, { value })
    return type === 'color' ? colour(String(result)) : result
  }
}

const aFeature = { type: 'Polygon', properties: {} } as const

/** Returns the parts of a CSS colour, and throws if it is not one. */
function colour(text: string): string {
  const parsed = Color.parse(text)
  if (parsed === undefined) throw new Error(`${text} is not a colour`)
  return parsed.toString()
}
