import { describe, expect, it } from 'vitest'
import { itemAt, numberAt } from '#shared/geometry/at.ts'
import { lineariseArcs } from '../../../data/formats/model/linearise-arcs.ts'
import type { RawGeometry, RawPosition } from '../../../data/formats/model/format.ts'
import { readGeojsonGeometry } from '../../../data/formats/geojson/read-geojson-geometry.ts'
import { readWkb } from '../../../data/formats/wkb/read-wkb.ts'
import { readWkt } from '../../../data/formats/wkt/read-wkt.ts'

const SQUARE: RawPosition[] = [
  [0, 0],
  [4, 0],
  [4, 4],
  [0, 4],
  [0, 0],
]
const onCircle = ([x, y]: readonly [number, number], radius: number, degrees: number): RawPosition => {
  const angle = (degrees * Math.PI) / 180
  return [x + radius * Math.cos(angle), y + radius * Math.sin(angle)]
}

describe('an arc', () => {
  const centre = [500_000, 3_600_000] as const
  const radius = 137.5

  it.each([
    ['a quarter', 10, 40, 100],
    ['more than half', 200, 20, 110],
    ['clockwise', 90, 45, -30],
  ])('becomes a line within a centimetre of it: %s', (_, from, via, to) => {
    const ends = [from, via, to].map((degrees) => onCircle(centre, radius, degrees))
    const { line, arcs } = lineariseArcs(ends)
    expect(arcs).toBe(1)
    expect([line[0], line.at(-1)]).toEqual([ends[0], ends[2]])
    const distances = line.flatMap((point, i) => {
      const next = line[i + 1] ?? point
      return [
        point,
        [(numberAt(point, 0) + numberAt(next, 0)) / 2, (numberAt(point, 1) + numberAt(next, 1)) / 2],
      ]
    })
    for (const point of distances)
      expect(
        Math.abs(Math.hypot(numberAt(point, 0) - centre[0], numberAt(point, 1) - centre[1]) - radius),
      ).toBeLessThan(0.01)
    // it goes past the point on the way, and not round the other side
    const nearest = Math.min(
      ...line.map((point) =>
        Math.hypot(
          numberAt(point, 0) - numberAt(itemAt(ends, 1), 0),
          numberAt(point, 1) - numberAt(itemAt(ends, 1), 1),
        ),
      ),
    )
    expect(nearest).toBeLessThan(6)
  })

  it('gives neighbours the same points in both directions', () => {
    const points = [10, 40, 100].map((degrees) => onCircle([120, 33], 0.01, degrees))
    expect(lineariseArcs(points.toReversed()).line).toEqual(lineariseArcs(points).line.toReversed())
  })

  it('that is a whole circle has its area within a thousandth', () => {
    const start = onCircle(centre, radius, 30)
    const { line } = lineariseArcs([start, onCircle(centre, radius, 210), start])
    const area = line.reduce((sum, point, i) => {
      const next = line[i + 1] ?? point
      const x = numberAt(point, 0) - centre[0]
      const y = numberAt(point, 1) - centre[1]
      return sum + (x * (numberAt(next, 1) - centre[1]) - (numberAt(next, 0) - centre[0]) * y) / 2
    }, 0)
    expect(area / (Math.PI * radius ** 2)).toBeCloseTo(1, 3)
  })

  it('that is straight needs no point between its ends, and is no arc', () => {
    expect(
      lineariseArcs([
        [0, 0],
        [1, 1],
        [2, 2],
        [3, 3],
        [4, 4],
      ]),
    ).toEqual({
      line: [
        [0, 0],
        [2, 2],
        [4, 4],
      ],
      arcs: 0,
    })
  })
})

const area = (remarks?: object): unknown => ({
  kind: 'areas',
  polygons: [[SQUARE]],
  sorted: true,
  ...(remarks ? { remarks: [remarks] } : {}),
})
const label = { code: 'label_points_left', details: { count: 1 } }

describe('several shapes of one row', () => {
  it('are the area without its label points, which are counted, in every format', () => {
    expect(
      readGeojsonGeometry({
        type: 'GeometryCollection',
        geometries: [
          { type: 'Point', coordinates: [2, 2] },
          { type: 'Polygon', coordinates: [SQUARE] },
        ],
      }),
    ).toEqual(area(label))
    expect(readWkt('GEOMETRYCOLLECTION (POINT (2 2), POLYGON ((0 0, 4 0, 4 4, 0 4, 0 0)))')).toEqual(
      area(label),
    )
    expect(readWkb(collectionOf([pointOf([2, 2]), curvePolygonOf([lineOf(SQUARE)])]))).toEqual(area(label))
  })

  it('are nothing that could be chosen from when lines stand beside areas', () => {
    expect(
      readWkt('GEOMETRYCOLLECTION (LINESTRING (0 0, 1 1), POLYGON ((0 0, 4 0, 4 4, 0 4, 0 0)))'),
    ).toEqual({ kind: 'other', name: 'GeometryCollection' })
    expect(readWkt('GEOMETRYCOLLECTION (POINT (0 0), NONSENSE (1))')).toBeUndefined()
  })
})

describe('a curve polygon', () => {
  it('with straight edges is the polygon', () => {
    expect(readWkb(curvePolygonOf([lineOf(SQUARE)]))).toEqual(area())
    expect(readWkt('CURVEPOLYGON ((0 0, 4 0, 4 4, 0 4, 0 0))')).toEqual(area())
  })

  it('with a rounded side says how many arcs it had, in binary and in text', () => {
    const text = readWkt(
      'CURVEPOLYGON (COMPOUNDCURVE ((0 0, 4 0), CIRCULARSTRING (4 0, 6 2, 4 4), (4 4, 0 4, 0 0)))',
    )
    const binary = readWkb(
      curvePolygonOf([
        compoundOf([
          lineOf([
            [0, 0],
            [4, 0],
          ]),
          circularOf([
            [4, 0],
            [6, 2],
            [4, 4],
          ]),
          lineOf([
            [4, 4],
            [0, 4],
            [0, 0],
          ]),
        ]),
      ]),
    )
    expect(binary).toEqual(text)
    expect(text).toMatchObject({
      kind: 'areas',
      remarks: [{ code: 'arcs_linearised', details: { count: 1 } }],
    })
    const ring = itemAt(itemAt(polygonsOf(text), 0), 0)
    const easternmost = Math.max(...ring.map((point) => numberAt(point, 0)))
    expect(easternmost).toBeCloseTo(6, 5)
  })

  it('that is cut off is refused', () => {
    const whole = curvePolygonOf([circularOf(SQUARE)])
    expect(readWkb(whole.subarray(0, whole.length - 8))).toBeUndefined()
  })
})

function polygonsOf(geometry: RawGeometry | null | undefined) {
  if (geometry?.kind !== 'areas') throw new Error('it is no area')
  return geometry.polygons
}

/** Little-endian WKB (OGC 06-103r4, ISO types). */
function wkbOf(type: number, parts: readonly Uint8Array[], count: number | null = parts.length): Uint8Array {
  const head = Buffer.alloc(count === null ? 5 : 9)
  head.writeUInt8(1, 0)
  head.writeUInt32LE(type, 1)
  if (count !== null) head.writeUInt32LE(count, 5)
  return new Uint8Array(Buffer.concat([head, ...parts]))
}
function positionOf([x, y]: RawPosition): Uint8Array {
  const bytes = Buffer.alloc(16)
  bytes.writeDoubleLE(x ?? NaN, 0)
  bytes.writeDoubleLE(y ?? NaN, 8)
  return bytes
}
const pointOf = (position: RawPosition) => wkbOf(1, [positionOf(position)], null)
const lineOf = (line: readonly RawPosition[]) => wkbOf(2, line.map(positionOf))
const circularOf = (line: readonly RawPosition[]) => wkbOf(8, line.map(positionOf))
const compoundOf = (parts: readonly Uint8Array[]) => wkbOf(9, parts)
const curvePolygonOf = (rings: readonly Uint8Array[]) => wkbOf(10, rings)
const collectionOf = (parts: readonly Uint8Array[]) => wkbOf(7, parts)
