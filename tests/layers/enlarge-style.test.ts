import { validateStyleMin } from '@maplibre/maplibre-gl-style-spec'
import { expect, it } from 'vitest'
import { cityStyle } from '#shared/layers/city-style.ts'
import { enlargeStyle } from '#shared/layers/enlarge-style.ts'
import { THEMES } from '#shared/layers/themes.ts'

const style = cityStyle({
  theme: THEMES.wall,
  detail: 'auto',
  language: 'zh',
  ramp: null,
  hidden: new Set(),
  bounds: [119, 32, 121, 35],
  attribution: '',
  tiles: () => 'https://example.org/{z}/{x}/{y}',
})

it('writes and draws twice as large, by expressions that are still sound', () => {
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

it('draws the preview of a wall as the wall does, which shows the same place at a larger zoom', () => {
  const half = enlargeStyle(style, 0.5, 0.5)
  expect(validateStyleMin(half)).toEqual([])
  const names = half.layers.find(({ id }) => id === 'centers-label')
  expect(names !== undefined && 'layout' in names ? names.layout : undefined).toMatchObject({
    'text-size': ['interpolate', ['linear'], ['zoom'], 9, 5.75, 13, 7],
  })
})

it('leaves a style alone that is to stay as large as it is', () => {
  expect(enlargeStyle(style, 1)).toBe(style)
})
