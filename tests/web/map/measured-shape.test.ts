// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { getFormatters } from '../../../web/lib/formatters.ts'
import {
  formatExactArea,
  formatExactLength,
  formatRoundArea,
} from '../../../web/features/explore/measure/format-measure.ts'
import {
  buildMeasuredShape,
  computeDistance,
  containsCentroid,
  findPositionEast,
  type Position,
} from '../../../web/features/explore/measure/measured-shape.ts'
import { useMeasurement } from '../../../web/features/explore/measure/use-measurement.ts'

const origin: Position = [120, 33]
/** About 1.11 km north. */
const north: Position = [120, 33.01]
/** About 0.93 km east. */
const east: Position = [120.01, 33]

describe('a measured shape', () => {
  it('is absent while there are too few positions', () => {
    expect(buildMeasuredShape('line', [origin])).toBeNull()
    expect(buildMeasuredShape('area', [origin, east])).toBeNull()
    expect(buildMeasuredShape('circle', [origin, origin])).toBeNull()
  })

  it('has the length of a line as the sum of its segments', () => {
    const line = buildMeasuredShape('line', [origin, north, origin])
    expect(line?.metres).toBeCloseTo(2 * computeDistance(origin, north), 6)
    expect(line?.metres).toBeGreaterThan(2220)
    expect(line?.metres).toBeLessThan(2230)
    expect(line?.polygon).toBeNull()
  })

  it('has the area and the perimeter of a triangle', () => {
    const triangle = buildMeasuredShape('area', [origin, east, north])
    const [height, width] = [computeDistance(origin, north), computeDistance(origin, east)]
    expect(triangle?.squareMetres).toBeCloseTo((height * width) / 2, -3)
    expect(triangle?.metres).toBeCloseTo(height + width + computeDistance(east, north), 3)
  })

  it('has the radius of a circle, and contains the features whose centroid lies inside', () => {
    const circle = buildMeasuredShape('circle', [origin, findPositionEast(origin, 500)])
    expect(circle?.metres).toBeCloseTo(500, 1)
    expect(circle?.squareMetres).toBeCloseTo(Math.PI * 500 ** 2, -2)
    const squareAround = ([lon, lat]: Position): GeoJSON.Polygon => ({
      type: 'Polygon',
      coordinates: [
        [
          [lon - 0.001, lat - 0.001],
          [lon + 0.001, lat - 0.001],
          [lon + 0.001, lat + 0.001],
          [lon - 0.001, lat + 0.001],
          [lon - 0.001, lat - 0.001],
        ],
      ],
    })
    const polygon = circle?.polygon
    if (!polygon) throw new Error('the circle has no polygon')
    expect(containsCentroid(polygon, squareAround(findPositionEast(origin, 450)))).toBe(true)
    expect(containsCentroid(polygon, squareAround(findPositionEast(origin, 550)))).toBe(false)
  })
})

describe('a measurement', () => {
  it('previews the pointer, ends with a repeated position, and starts again after that', () => {
    const { points, pointer, preview, isFinished, addPoint } = useMeasurement()
    addPoint(origin)
    pointer.value = north
    expect(preview.value?.metres).toBeCloseTo(computeDistance(origin, north), 6)
    addPoint(east)
    addPoint(east)
    expect(isFinished.value).toBe(true)
    expect(preview.value?.metres).toBeCloseTo(computeDistance(origin, east), 6)
    addPoint(north)
    expect(points.value).toEqual([north])
    expect(isFinished.value).toBe(false)
  })

  it('ends a circle with its second position or with a typed radius', () => {
    const { kind, shape, isFinished, addPoint, setRadius, removeLastPoint } = useMeasurement()
    kind.value = 'circle'
    addPoint(origin)
    setRadius(300)
    expect(isFinished.value).toBe(true)
    expect(shape.value?.metres).toBeCloseTo(300, 1)
    removeLastPoint()
    expect(isFinished.value).toBe(false)
    addPoint(north)
    expect(isFinished.value).toBe(true)
  })
})

describe('a measured size', () => {
  it.each([
    [7.4, '7 m'],
    [243, '240 m'],
    [997, '1 km'],
    [1284, '1.3 km'],
    [20_543, '21 km'],
  ])('of %d metres is rounded to %s', (metres, text) => {
    expect(getFormatters('en').length(metres)).toBe(text)
  })

  it.each([
    [846, '850 m²'],
    [31_640, '3.2 ha'],
    [1_372_000, '1.4 km²'],
    [936_605_642, '940 km²'],
  ])('of %d square metres is rounded to %s', (squareMetres, text) => {
    expect(formatRoundArea(squareMetres, 'en')).toBe(text)
  })

  it('has four digits where it is exact, in both languages', () => {
    expect(formatExactLength(1284.4, 'en')).toBe('1.284 km')
    expect(formatExactLength(243.4, 'zh')).toBe('243 米')
    expect(formatExactArea(31_640, 'zh')).toBe('3.164 公顷')
    expect(getFormatters('zh').length(1284)).toBe('1.3 公里')
  })
})
