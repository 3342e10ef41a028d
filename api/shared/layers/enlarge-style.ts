import type { StyleSpecification } from '@maplibre/maplibre-gl-style-spec'

/** Properties in pixels: text sizes, radii and line widths. */
const PIXELS = [
  'text-size',
  'circle-radius',
  'circle-stroke-width',
  'line-width',
  'line-blur',
  'text-halo-width',
  'fill-translate',
  'fill-extrusion-height',
] as const

/**
 * Scales a style for distant viewers: all values in pixels are multiplied by `times`. `shown`: pixels of the
 * map per pixel of the wall display, for previews; sizes by zoom follow the wall display.
 */
export function enlargeStyle(style: StyleSpecification, times: number, shown = 1): StyleSpecification {
  if (times === 1 && shown === 1) return style
  const shift = Math.log2(shown)
  return {
    ...style,
    layers: style.layers.map((layer) => {
      if (!('paint' in layer) && !('layout' in layer)) return layer
      return {
        ...layer,
        ...part('paint', layer.paint),
        ...part('layout', 'layout' in layer ? layer.layout : undefined),
      } as typeof layer
    }),
  }

  function part(name: 'paint' | 'layout', values: object | undefined): object {
    if (values === undefined) return {}
    return {
      [name]: Object.fromEntries(
        Object.entries(values).map(([key, value]) => [
          key,
          (PIXELS as readonly string[]).includes(key) ? enlarge(value) : value,
        ]),
      ),
    }
  }

  /** Zoom must be outermost in an expression, so the outputs are multiplied instead of the whole. */
  function enlarge(value: unknown): unknown {
    if (typeof value === 'number') return value * times
    if (!Array.isArray(value)) return value
    const [operator] = value as unknown[]
    // an offset: right and down
    if (typeof operator === 'number') return value.map((each: unknown) => enlarge(each))
    switch (operator) {
      case 'interpolate':
        return value.map((each: unknown, at) =>
          at <= 2 ? each : at % 2 === 0 ? enlarge(each) : stop(each, value[2]),
        )
      case 'step':
        return value.map((each: unknown, at) =>
          at < 2 ? each : at % 2 === 0 ? enlarge(each) : stop(each, value[1]),
        )
      // condition, output, condition, output, …, fallback
      case 'case':
        return value.map((each: unknown, at) =>
          (at % 2 === 0 && at > 0) || at === value.length - 1 ? enlarge(each) : each,
        )
      default:
        return ['*', times, value]
    }
  }

  function stop(at: unknown, input: unknown): unknown {
    return typeof at === 'number' && Array.isArray(input) && input[0] === 'zoom' ? at + shift : at
  }
}
