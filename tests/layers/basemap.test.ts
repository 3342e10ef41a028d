import { validateStyleMin } from '@maplibre/maplibre-gl-style-spec'
import { describe, expect, it } from 'vitest'
import { buildCityStyle } from '#shared/layers/city-style.ts'
import { THEMES } from '#shared/layers/base/themes.ts'

const basemap = { tiles: 'https://a.example/{z}/{x}/{y}', opacity: 0.7, maxZoom: 18, attribution: '天地图' }
const styled = (theme: keyof typeof THEMES, over = {}) =>
  buildCityStyle({
    theme: THEMES[theme],
    detail: 'auto',
    language: 'zh',
    ramp: null,
    hidden: new Set(),
    bounds: [119, 32, 121, 35],
    attribution: '',
    tiles: (layers) => `https://a.example/${layers.join()}/{z}/{x}/{y}`,
    basemap,
    ...over,
  })
const ids = ({ layers }: ReturnType<typeof styled>) => layers.map(({ id }) => id)

describe('the basemap in the style', () => {
  it.each(['day', 'night'] as const)(
    'is above the land and below every area, line and label: %s',
    (theme) => {
      const style = styled(theme)
      expect(validateStyleMin(style)).toEqual([])
      const at = ids(style).indexOf('basemap')
      expect(at).toBeGreaterThan(ids(style).indexOf('districts-land'))
      const others = ids(style)
        .map((id, index) => ({ id, index }))
        .filter(({ id }) => /^(grids|communities|streets|stations|centers|roads)-/.test(id))
      expect(others.length).toBeGreaterThan(5)
      for (const { id, index } of others) expect(index, id).toBeGreaterThan(at)
    },
  )

  it('is absent when none is configured, and on a wall display', () => {
    for (const style of [styled('day', { basemap: null }), styled('wall')]) {
      expect(ids(style)).not.toContain('basemap')
      expect(style.sources).not.toHaveProperty('basemap')
    }
  })

  it('is darker at night', () => {
    const brightest = (theme: 'day' | 'night') =>
      styled(theme).layers.find(({ id }) => id === 'basemap')?.paint
    expect(brightest('night')).toMatchObject({
      'raster-brightness-max': expect.toSatisfy((value: number) => value < 0.6),
    })
    expect(brightest('day')).toMatchObject({ 'raster-brightness-max': 1, 'raster-opacity': 0.7 })
  })
})
