import type { LayerSpecification, StyleSpecification } from '@maplibre/maplibre-gl-style-spec'

/**
 * Returns a style without interaction for QGIS and other pages. Some programs draw features with expressions
 * they cannot evaluate, so that every grid would have the outline of a selected one.
 */
export function buildStandaloneStyle(style: StyleSpecification): StyleSpecification {
  return {
    ...style,
    layers: style.layers
      .map((layer) => withoutStates(layer) as LayerSpecification)
      .filter((layer) => !drawsNothing(layer)),
  }
}

/** Returns a layer, or a part of it, as it is while no feature has a state. */
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

/** Conditions and values alternate, the fallback is last. */
function withoutFalse(cases: unknown[]): unknown {
  const otherwise = cases.at(-1)
  const remaining: unknown[] = []
  for (let i = 0; i + 1 < cases.length; i += 2) if (cases[i] !== false) remaining.push(cases[i], cases[i + 1])
  return remaining.length > 0 ? ['case', ...remaining, otherwise] : otherwise
}

/** Lines that only highlight the feature under the pointer, and symbols that only reserve space. */
function drawsNothing(layer: LayerSpecification): boolean {
  return (
    (layer.type === 'line' && layer.paint?.['line-width'] === 0) ||
    (layer.type === 'symbol' && layer.paint?.['text-opacity'] === 0)
  )
}
