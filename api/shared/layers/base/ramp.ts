import { itemAt, numberAt } from '../../geometry/at.ts'
import type { ExpressionSpecification } from '@maplibre/maplibre-gl-style-spec'
import type { ThemeId } from '../../contract/enums.ts'

/**
 * Colours of a metric. The expression of the map and the legend are both derived from it, so they cannot
 * differ; classes are fixed, so a colour means the same number in every view.
 */
export type Ramp = StepRamp | ClassRamp

/** Colour i applies from break i − 1 (inclusive) to break i. */
export interface StepRamp {
  kind: 'steps'
  breaks: readonly number[]
  colors: readonly string[]
  missing: string
}

/** The value is the index of the class. */
export interface ClassRamp {
  kind: 'classes'
  /** Keys of the texts of the classes. */
  classes: readonly string[]
  colors: readonly string[]
  missing: string
}

/** Undefined in the feature-state of a feature without a value. */
const VALUE: ExpressionSpecification = ['feature-state', 'value']

/** Builds the colour expression of the map for the feature-state `value`. */
export function buildColorExpression(ramp: Ramp): ExpressionSpecification {
  const breaks = ramp.kind === 'steps' ? ramp.breaks : ramp.colors.slice(1).map((_, index) => index + 0.5)
  const steps = breaks.flatMap((limit, index) => [limit, itemAt(ramp.colors, index + 1)])
  // MapLibre rejects a step expression without stops, which a single class would give
  if (steps.length === 0) return ['case', ['==', VALUE, null], ramp.missing, ramp.colors[0] ?? ramp.missing]
  return [
    'case',
    ['==', VALUE, null],
    ramp.missing,
    ['step', ['to-number', VALUE], itemAt(ramp.colors, 0), ...steps],
  ]
}

/** Builds the relative height of an area (0–1) by its class; missing values have height 0. */
export function buildHeightExpression(ramp: Ramp): ExpressionSpecification {
  const breaks = ramp.kind === 'steps' ? ramp.breaks : ramp.colors.slice(1).map((_, index) => index + 0.5)
  const steps = breaks.flatMap((limit, index) => [limit, (index + 1) / breaks.length])
  if (steps.length === 0) return ['case', ['==', VALUE, null], 0, 0.03]
  return ['case', ['==', VALUE, null], 0, ['step', ['to-number', VALUE], 0.03, ...steps]]
}

export interface RampLegendRow {
  color: string
  from: number | null
  to: number | null
  text: string | null
}

/** Returns the rows of the legend. */
export function buildRampLegend(ramp: Ramp): RampLegendRow[] {
  return ramp.colors.map((color, index) =>
    ramp.kind === 'steps'
      ? { color, from: ramp.breaks[index - 1] ?? null, to: ramp.breaks[index] ?? null, text: null }
      : { color, from: null, to: null, text: itemAt(ramp.classes, index) },
  )
}

/** Returns the class of a value as in map and legend; -1 if missing. */
export function findRampClass(ramp: Ramp, value: number | null): number {
  if (value === null || Number.isNaN(value)) return -1
  if (ramp.kind === 'classes') return Math.round(value)
  let index = 0
  while (index < ramp.breaks.length && value >= numberAt(ramp.breaks, index)) index++
  return index
}

export type PaletteName =
  | 'blue'
  | 'green'
  | 'purple'
  | 'good'
  | 'near'
  | 'lacking'
  | 'types'
  | 'gaps'
  | 'circles'
  | 'siting'
  | 'distance'

/**
 * Five steps from low to high. `good` runs from lacking (ochre) to reached (teal) and is distinguishable for
 * the colour-blind; `near` is reversed, for distances; `lacking` is for shares that should be small. `types`
 * follows the order of `communityTypes`, `gaps` that of `gapClasses`, `circles` that of the reach classes,
 * `distance` that of the isochrone bands.
 */
export const PALETTES: Record<ThemeId, Record<PaletteName, readonly string[]>> = {
  day: {
    blue: ['#e8f1f8', '#bfd9ec', '#8bbadb', '#4f93c2', '#1f659b'],
    green: ['#ecf5ea', '#c8e4c4', '#95cb95', '#57a86a', '#237a48'],
    purple: ['#f1eef7', '#d5cbe8', '#b29fd4', '#8b6dba', '#623f97'],
    good: ['#d5721b', '#edaa56', '#f8e3ba', '#d8ebe4', '#a8d3c9'],
    near: ['#a8d3c9', '#d8ebe4', '#f8e3ba', '#edaa56', '#d5721b'],
    lacking: ['#eef3f0', '#f8e3ba', '#f2c987', '#e59a48', '#c96516'],
    gaps: ['#bfe0d8', '#f0c46a', '#7fa8d6', '#c96516'],
    circles: ['#5fae9d', '#a8d3c9', '#f3d9a4', '#dd8a3a'],
    distance: ['#2f8f7f', '#6fbcaa', '#b4dacf', '#efe6c4', '#f2c987', '#dd9347', '#b9aea4'],
    siting: ['#cfe0dc', '#2f9e8a', '#f1d8b4', '#0b62d6', '#e5ad45'],
    types: ['#c9d9e8', '#eba43a', '#2fa39e', '#eaf0e0', '#8f70c8'],
  },
  night: {
    blue: ['#1b3147', '#22486b', '#2d6796', '#4590c4', '#86c3ec'],
    green: ['#1a3430', '#1f5044', '#2c755a', '#48a176', '#8ad6a3'],
    purple: ['#2a2747', '#403a70', '#5f539c', '#8674c8', '#b9a8f0'],
    good: ['#f2a03a', '#b97a35', '#6f6147', '#2d5a5e', '#1f474f'],
    near: ['#1f474f', '#2d5a5e', '#6f6147', '#b97a35', '#f2a03a'],
    lacking: ['#223642', '#5c5340', '#8a6a3b', '#bd8038', '#f2a03a'],
    gaps: ['#1f4d52', '#b98a35', '#4a72a8', '#f2933a'],
    circles: ['#2f8f80', '#1f5d5c', '#85703f', '#e08f37'],
    distance: ['#46c4ac', '#2c8f82', '#23615f', '#4a4d45', '#8a6c3c', '#d08b38', '#45423f'],
    siting: ['#24454a', '#3fbfa6', '#6b5334', '#8fc6ff', '#b98a35'],
    types: ['#2c3f54', '#d4922f', '#2aa39d', '#2f3d38', '#8f74d6'],
  },
  wall: {
    blue: ['#0b2744', '#0f4273', '#1766aa', '#2f96e0', '#86d0ff'],
    green: ['#0a2e30', '#0d4f48', '#137c66', '#2fb38a', '#8df0be'],
    purple: ['#1d1f4d', '#35327d', '#5850b0', '#8577e0', '#bfb2ff'],
    good: ['#f08a24', '#b5722e', '#5c5a4a', '#1f8a80', '#2fd6c0'],
    near: ['#2fd6c0', '#1f8a80', '#5c5a4a', '#b5722e', '#f08a24'],
    lacking: ['#10343f', '#5c5a4a', '#8f6a38', '#c27d2c', '#f08a24'],
    gaps: ['#1a7f78', '#d9a441', '#3f7fd0', '#f2801f'],
    circles: ['#2fd6c0', '#1f8a80', '#8a7442', '#f08a24'],
    distance: ['#2fd6c0', '#1f9c90', '#176a6a', '#4c5148', '#8f7038', '#e0882c', '#3d4448'],
    siting: ['#14474d', '#2fd6c0', '#6b5334', '#ffffff', '#d9a441'],
    types: ['#143253', '#f0a030', '#22c1b8', '#12303a', '#9d7bff'],
  },
}
