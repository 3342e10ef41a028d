import type { StyleSpecification } from '@maplibre/maplibre-gl-style-spec'

/** Properties in pixels: letters, discs and lines. */
const PIXELS = ['text-size', 'circle-radius', 'circle-stroke-width', 'line-width', 'line-blur', 'text-halo-width', 'fill-translate', 'fill-extrusion-height'] as const

/** The same style for somebody who stands farther away: whatever is measured in pixels is `times` as large. */
export function enlargeStyle(style: StyleSpecification, times: number): StyleSpecification {
  if (times === 1) return style
  return {
    ...style,
    layers: style.layers.map((layer) => {
      if (!('paint' in layer) && !('layout' in layer)) return layer
      return { ...layer, ...part('paint', layer.paint, times), ...part('layout', 'layout' in layer ? layer.layout : undefined, times) } as typeof layer
    }),
  }
}

function part(name: 'paint' | 'layout', values: object | undefined, times: number): object {
  if (values === undefined) return {}
  return { [name]: Object.fromEntries(Object.entries(values).map(([key, value]) => [key, (PIXELS as readonly string[]).includes(key) ? enlarge(value, times) : value])) }
}

/** Zoom may only stand outermost in an expression, so its outputs are multiplied and not the whole. */
function enlarge(value: unknown, times: number): unknown {
  if (typeof value === 'number') return value * times
  if (!Array.isArray(value)) return value
  const [operator] = value as unknown[]
  // a shift: right and down
  if (typeof operator === 'number') return value.map((each: unknown) => enlarge(each, times))
  switch (operator) {
    case 'interpolate': return value.map((each: unknown, at) => (at > 2 && at % 2 === 0 ? enlarge(each, times) : each))
    case 'step': return value.map((each: unknown, at) => (at >= 2 && at % 2 === 0 ? enlarge(each, times) : each))
    // condition, output, condition, output, …, else
    case 'case': return value.map((each: unknown, at) => (at % 2 === 0 && at > 0 || at === value.length - 1 ? enlarge(each, times) : each))
    default: return ['*', times, value]
  }
}
