// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { formatMetricValue } from '../../web/lib/format-metric-value.ts'
import { getMetric } from '../helpers/coverage/build-test-table.ts'
import { getFormatters, UNKNOWN_VALUE } from '../../web/lib/formatters.ts'
import { computeMetresPerPixel, fitScaleBar } from '../../web/lib/scale-bar.ts'

const [zh, en] = [getFormatters('zh'), getFormatters('en')]

describe('formatted values', () => {
  it('format numbers for the language', () => {
    expect(zh.count(1_794_000)).toBe('1,794,000')
    expect(zh.compact(1_794_000)).toBe('179.4万')
    expect(en.compact(1_794_000)).toBe('1.8M')
    expect(zh.share(0.8734)).toBe('87.3%')
    expect(zh.decimal(4.25)).toBe('4.3')
  })

  it.each([
    [0, '0%'],
    [0.0004, '<0.1%'],
    [0.0005, '0.1%'],
    [0.9994, '99.9%'],
    [0.9996, '>99.9%'],
    [1, '100%'],
  ])('write the share %d as %s: some is never nothing, and not all is never all', (share, text) => {
    expect(zh.share(share)).toBe(text)
  })

  it('write the parts of one whole so that they sum to 100 %', () => {
    // a third each: one of them takes the tenth that is left
    expect(en.shares([1, 1, 1])).toEqual(['33.4%', '33.3%', '33.3%'])
    // by hand: quotas 416.67, 333.33, 250; the largest remainder rounds up
    expect(en.shares([5, 4, 3])).toEqual(['41.7%', '33.3%', '25%'])
    expect(en.shares([99_999, 1, 0])).toEqual(['>99.9%', '<0.1%', '0%'])
    expect(en.shares([0, 0])).toEqual(['0%', '0%'])
    for (let run = 1; run <= 200; run++) {
      const parts = Array.from({ length: 2 + (run % 7) }, (_, i) => 1 + ((run * 7919 * (i + 3)) % 997))
      const whole = parts.reduce((sum, part) => sum + part, 0)
      const written = en.shares(parts).map((text) => Number.parseFloat(text.replace(/[<>%]/g, '')))
      expect(written.reduce((sum, part) => sum + part, 0)).toBeCloseTo(100, 6)
      parts.forEach((part, i) => expect(Math.abs((written[i] ?? 0) - (100 * part) / whole)).toBeLessThan(0.1))
    }
  })

  it.each([
    [3, '3 m'],
    [1000, '1 km'],
    [1284, '1.3 km'],
    [9_512, '9.5 km'],
    [12_400, '12 km'],
  ])('write %d metres as a person would say it: %s', (metres, text) => {
    expect(en.length(metres)).toBe(text)
  })

  it('write the time on foot up to an hour, and beyond it the distance', () => {
    expect(en.walkingTime(12.34, 740)).toBe('12.3 min')
    expect(en.walkingTime(60, 3600)).toBe('60 min')
    expect(en.walkingTime(158, 9512)).toBe('over an hour (9.5 km)')
    expect(zh.walkingTime(158, 9512)).toBe('超过 1 小时（9.5 公里）')
    expect(zh.walkingTime(NaN, NaN)).toBe(UNKNOWN_VALUE)
  })

  it('write a metric of distance or time with its unit', () => {
    const write = (id: string, value: number) =>
      formatMetricValue({ metric: getMetric(id), level: 'street', value, metres: 5400 }, en, (key) => key)
    expect(write('service-metres', 1284)).toBe('1.3 km')
    expect(write('service-minutes', 90)).toBe('over an hour (5.4 km)')
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
