import { validateStyleMin } from '@maplibre/maplibre-gl-style-spec'
import { expect, it } from 'vitest'
import { buildCityStyle } from '#shared/layers/city-style.ts'
import { enlargeStyle } from '#shared/layers/enlarge-style.ts'
import { THEMES } from '#shared/layers/base/themes.ts'

const style = buildCityStyle({
  theme: THEMES.wall,
  detail: 'auto',
  language: 'zh',
  ramp: null,
  hidden: new Set(),
  bounds: [119, 32, 121, 35],
  attribution: '',
  tiles: () => 'https://example.org/{z}/{x}/{y}',
})

it('doubles text and line sizes with expressions that stay valid', () => {
  const large = enlargeStyle(style, 2)
  expect(validateStyleMin(large)).toEqual([])
  const sizeOf = (of: typeof style) => {
    const layer = of.layers.find(({ id }) => id === 'centers-label')
    return layer !== undefined && 'layout' in layer ? layer.layout : undefined
  }
  expect(sizeOf(style)).toMatchObject({
    'text-size': ['interpolate', ['linear'], ['zoom'], 10, 11.5, 14, 14],
  })
  expect(sizeOf(large)).toMatchObject({ 'text-size': ['interpolate', ['linear'], ['zoom'], 10, 23, 14, 28] })
})

it('scales the preview of a wall display, including its zoom offset', () => {
  const half = enlargeStyle(style, 0.5, 0.5)
  expect(validateStyleMin(half)).toEqual([])
  const names = half.layers.find(({ id }) => id === 'centers-label')
  expect(names !== undefined && 'layout' in names ? names.layout : undefined).toMatchObject({
    'text-size': ['interpolate', ['linear'], ['zoom'], 9, 5.75, 13, 7],
  })
})

it('returns the same style for a factor of one', () => {
  expect(enlargeStyle(style, 1)).toBe(style)
})
