import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { getMultiPolygon } from '#shared/geometry/flat-polygons.ts'
import { type MultiPolygon, type Point, toLatticeUnits, toDegrees } from '#shared/geometry/lattice.ts'
import {
  readTwkbLines,
  readTwkbPoints,
  readTwkbPolygons,
  readTwkbShapes,
  TwkbError,
  writeTwkbLine,
  writeTwkbMultiPolygon,
  writeTwkbPoint,
} from '#shared/geometry/twkb.ts'
import { itemAt } from '#shared/geometry/at.ts'
import { buildBrickwork } from '../helpers/geometry/build-brickwork.ts'

const concat = (parts: Uint8Array[]) => Uint8Array.from(parts.flatMap((part) => [...part]))

const anyPoint = fc.tuple(
  fc.integer({ min: -1_800_000_000, max: 1_800_000_000 }),
  fc.integer({ min: -900_000_000, max: 900_000_000 }),
)

describe('twkb', () => {
  it('round-trips lattice points anywhere on the globe', () => {
    fc.assert(
      fc.property(fc.array(anyPoint, { maxLength: 20 }), (points) => {
        expect([...readTwkbPoints(concat(points.map(writeTwkbPoint)), points.length)]).toEqual(points.flat())
      }),
    )
  })

  it('round-trips polygons with holes and islands, dropping only the closing point', () => {
    const hole: Point[] = [
      [2, 2],
      [2, 4],
      [4, 4],
      [4, 2],
    ]
    const withHole: MultiPolygon = [
      [
        [
          [0, 0],
          [9, 0],
          [9, 9],
          [0, 9],
        ],
        hole,
      ],
      [
        [
          [20, 0],
          [25, 0],
          [22, 5],
        ],
      ],
    ]
    const features = [withHole, ...buildBrickwork({ columns: 3, rows: 3, wave: 3000 }).cells]
    const read = readTwkbPolygons(concat(features.map(writeTwkbMultiPolygon)), features.length)
    expect(features.map((_, i) => getMultiPolygon(read, i))).toEqual(features)
  })

  it('round-trips lines, alone and mixed with areas', () => {
    const lines: Point[][] = [
      [
        [5, 5],
        [-3, 8],
      ],
      [
        [0, 0],
        [1, 1],
        [2, 0],
      ],
    ]
    const flat = readTwkbLines(concat(lines.map(writeTwkbLine)), 2)
    expect([[...flat.lineStart], [...flat.xy]]).toEqual([[0, 2, 5], lines.flat(2)])
    const area: MultiPolygon = [
      [
        [
          [0, 0],
          [4, 0],
          [4, 4],
        ],
      ],
    ]
    expect(readTwkbShapes(concat([writeTwkbLine(itemAt(lines, 1)), writeTwkbMultiPolygon(area)]), 2)).toEqual(
      [{ line: lines[1] }, { area }],
    )
  })

  it('rejects truncated bytes, trailing bytes and other geometry types', () => {
    const bytes = writeTwkbMultiPolygon([
      [
        [
          [0, 0],
          [4, 0],
          [4, 4],
        ],
      ],
    ])
    expect(() => readTwkbPolygons(bytes.subarray(0, -1), 1)).toThrow(TwkbError)
    expect(() => readTwkbPolygons(concat([bytes, bytes]), 1)).toThrow(TwkbError)
    expect(() => readTwkbPolygons(writeTwkbPoint([1, 2]), 1)).toThrow(TwkbError)
  })
})

describe('the lattice', () => {
  it('round-trips every lattice coordinate through degrees', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1_800_000_000, max: 1_800_000_000 }), (units) => {
        expect(toLatticeUnits(toDegrees(units))).toBe(units)
      }),
    )
  })
})
