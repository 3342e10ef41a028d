import type { LayerSpecification, StyleSpecification } from '@maplibre/maplibre-gl-style-spec'

/**
 * A style for those who only draw it, QGIS or another page: nothing is pointed at or chosen there. Some programs draw
 * what they cannot tell, and every grid would be framed as if it were chosen.
 */
export function buildStandaloneStyle(style: StyleSpecification): StyleSpecification {
  return {
    ...style,
    layers: style.layers
      .map((layer) => withoutStates(layer) as LayerSpecification)
      .filter((layer) => !drawsNothing(layer)),
  }
}

/** A style's layer, or a part of it, as it is while no feature has a state. */
function withoutStates(part: unknown): unknown {
  if (Array.isArray(part)) {
    const [operator, ...rest] = part as unknown[]
    if (operator === 'boolean' && Array.isArray(rest[0]) && rest[0][0] === 'feature-state')
      return rest[1] ?? false
    if (operator === 'case') return withoutFalse(rest.map(withoutStates))
    return part.map(withoutStates)
  }
  if (typeof part !== 'object' || part === null) return part
  return Object.fromEntries(Object.entries(part).map(([name, value]) => [name, withoutStates(value)]))
}

/** Conditions and values in turn, what holds otherwise last. */
function withoutFalse(cases: unknown[]): unknown {
  const otherwise = cases.at(-1)
  const kept: unknown[] = []
  for (let i = 0; i + 1 < cases.length; i += 2) if (cases[i] !== false) kept.push(cases[i], cases[i + 1])
  return kept.length > 0 ? ['case', ...kept, otherwise] : otherwise
}

/** Lines that only show what is pointed at, and symbols that only keep room for something. */
function drawsNothing(layer: LayerSpecification): boolean {
  return (
    (layer.type === 'line' && layer.paint?.['line-width'] === 0) ||
    (layer.type === 'symbol' && layer.paint?.['text-opacity'] === 0)
  )
}
