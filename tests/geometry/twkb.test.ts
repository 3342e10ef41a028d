import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { multiPolygonAt } from '#shared/geometry/flat-polygons.ts'
import { type MultiPolygon, type Point, snap, toDegrees } from '#shared/geometry/lattice.ts'
import {
  readLines,
  readPoints,
  readPolygons,
  readShapes,
  TwkbError,
  writeLine,
  writeMultiPolygon,
  writePoint,
} from '#shared/geometry/twkb.ts'
import { brickwork } from '../helpers/tiling.ts'

const concat = (parts: Uint8Array[]) => Uint8Array.from(parts.flatMap((part) => [...part]))

const anyPoint = fc.tuple(
  fc.integer({ min: -1_800_000_000, max: 1_800_000_000 }),
  fc.integer({ min: -900_000_000, max: 900_000_000 }),
)

describe('twkb', () => {
  it('carries lattice points anywhere on the globe unchanged', () => {
    fc.assert(
      fc.property(fc.array(anyPoint, { maxLength: 20 }), (points) => {
        expect([...readPoints(concat(points.map(writePoint)), points.length)]).toEqual(points.flat())
      }),
    )
  })

  it('carries polygons with holes and islands, dropping only the closing point', () => {
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
    const features = [withHole, ...brickwork({ columns: 3, rows: 3, wave: 3000 }).cells]
    const read = readPolygons(concat(features.map(writeMultiPolygon)), features.length)
    expect(features.map((_, i) => multiPolygonAt(read, i))).toEqual(features)
  })

  it('carries lines, alone and mixed with areas', () => {
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
    const flat = readLines(concat(lines.map(writeLine)), 2)
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
    expect(readShapes(concat([writeLine(lines[1]), writeMultiPolygon(area)]), 2)).toEqual([
      { line: lines[1] },
      { area },
    ])
  })

  it('refuses what is cut short, left over or of another kind', () => {
    const bytes = writeMultiPolygon([
      [
        [
          [0, 0],
          [4, 0],
          [4, 4],
        ],
      ],
    ])
    expect(() => readPolygons(bytes.subarray(0, -1), 1)).toThrow(TwkbError)
    expect(() => readPolygons(concat([bytes, bytes]), 1)).toThrow(TwkbError)
    expect(() => readPolygons(writePoint([1, 2]), 1)).toThrow(TwkbError)
  })
})

describe('the lattice', () => {
  it('gives back every lattice number from degrees', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1_800_000_000, max: 1_800_000_000 }), (units) => {
        expect(snap(toDegrees(units))).toBe(units)
      }),
    )
  })
})
