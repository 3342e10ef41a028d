// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { getFormatters, UNKNOWN_VALUE } from '../../web/lib/formatters.ts'
import { computeMetresPerPixel, fitScaleBar } from '../../web/lib/scale-bar.ts'

const [zh, en] = [getFormatters('zh'), getFormatters('en')]

describe('formatted values', () => {
  it('format numbers for the language', () => {
    expect(zh.count(1_794_000)).toBe('1,794,000')
    expect(zh.compact(1_794_000)).toBe('179.4万')
    expect(en.compact(1_794_000)).toBe('1.8m')
    expect(zh.share(0.8734)).toBe('87.3%')
    expect(zh.decimal(4.25)).toBe('4.3')
  })

  it('choose the unit of an area and a length by its size', () => {
    expect(zh.area(12_345)).toBe('12,345 平方米')
    expect(zh.area(1_534_000)).toBe('1.53 平方公里')
    expect(en.area(16_931_000_000)).toBe('16,931 km²')
    expect(zh.length(200)).toBe('200 米')
    expect(en.length(5000)).toBe('5 km')
  })

  it('format days independently of the time zone', () => {
    expect(zh.day('2018-12-31')).toBe('2018年12月31日')
    expect(en.day('2018-12-31')).toBe('31 Dec 2018')
    expect(zh.day('unknown')).toBe('unknown')
  })

  it('show a dash for missing values', () => {
    for (const text of [zh.count(null), zh.compact(NaN), zh.share(null), zh.area(null), zh.day(null)])
      expect(text).toBe(UNKNOWN_VALUE)
  })
})

describe('the scale bar', () => {
  it.each([
    [33, 8, 96],
    [33, 12.3, 96],
    [33, 17, 140],
    [0, 0, 96],
    [60, 22, 96],
  ])('at %i° and zoom %d has a round length that fits into %i pixels', (latitude, zoom, most) => {
    const perPixel = computeMetresPerPixel(latitude, zoom)
    const { metres, pixels } = fitScaleBar(perPixel, most)
    expect(pixels).toBeLessThanOrEqual(most)
    expect(pixels).toBeGreaterThan(most * 0.39)
    expect(metres / perPixel).toBeCloseTo(pixels)
    expect(String(metres)).toMatch(/^(0\.0*)?[125]0*$/)
  })
})
