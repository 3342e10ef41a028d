import { VectorTile, type VectorTileLayer } from '@mapbox/vector-tile'
import fc from 'fast-check'
import { PbfReader } from 'pbf'
import { describe, expect, it } from 'vitest'
import { toFlatLines } from '#shared/geometry/flat-lines.ts'
import { toFlatPolygons } from '#shared/geometry/flat-polygons.ts'
import type { MultiPolygon, Point } from '#shared/geometry/lattice.ts'
import { encodeTile, type TileZxy, type TileLayer } from '#shared/tiles/encode-tile.ts'
import {
  buildLineTileGeometry,
  buildPointTileGeometry,
  buildPolygonTileGeometry,
} from '#shared/tiles/tile-geometry.ts'
import { toWorldX, toWorldY } from '#shared/tiles/world-coordinates.ts'
import { itemAt } from '#shared/geometry/at.ts'
import { buildBrickwork } from '../helpers/geometry/build-brickwork.ts'

const decode = (bytes: Uint8Array) => new VectorTile(new PbfReader(bytes)).layers

function decodeLayer(bytes: Uint8Array, name: string): VectorTileLayer {
  const layer = decode(bytes)[name]
  if (!layer) throw new Error(`the tile has no layer ${name}`)
  return layer
}

const pairNeighbours = <T>(chain: readonly T[]): [T, T][] =>
  chain.slice(1).map((item, i) => [itemAt(chain, i), item])

const gridLayer = (cells: MultiPolygon[]): TileLayer => ({
  name: 'grids',
  mesh: buildPolygonTileGeometry(toFlatPolygons(cells)),
  ids: Uint32Array.from(cells, (_, i) => i + 1),
  tags: [],
})

const tileAt = ([x, y]: Point, z: number): TileZxy => ({
  z,
  x: Math.floor(toWorldX(x) / 2 ** (31 - z)),
  y: Math.floor(toWorldY(y) / 2 ** (31 - z)),
})

type Segment = [ax: number, ay: number, bx: number, by: number]

/** What is left of the segments when those that run the other way have cancelled. */
function cancel(segments: Segment[]): Segment[] {
  const open = new Map<string, number>()
  for (const [ax, ay, bx, by] of segments) {
    const opposite = open.get(`${bx},${by},${ax},${ay}`) ?? 0
    if (opposite > 0) open.set(`${bx},${by},${ax},${ay}`, opposite - 1)
    else open.set(`${ax},${ay},${bx},${by}`, (open.get(`${ax},${ay},${bx},${by}`) ?? 0) + 1)
  }
  return [...open].flatMap(([key, times]) =>
    Array.from({ length: times }, () => key.split(',').map(Number) as Segment),
  )
}

/** Steps between lattice points of a tile's polygons that do not cancel against a neighbour's. */
function openSteps(bytes: Uint8Array): Segment[] {
  const edges: Segment[] = []
  const layer = decodeLayer(bytes, 'grids')
  for (let i = 0; i < layer.length; i++) {
    for (const ring of layer.feature(i).loadGeometry()) {
      for (const [a, b] of pairNeighbours(ring)) edges.push([a.x, a.y, b.x, b.y])
    }
  }
  return cancel(
    cancel(edges).flatMap(([ax, ay, bx, by]) => {
      const steps = greatestDivisor(Math.abs(bx - ax), Math.abs(by - ay))
      const [dx, dy] = [(bx - ax) / steps, (by - ay) / steps]
      return Array.from({ length: steps }, (_, i): Segment => [
        ax + i * dx,
        ay + i * dy,
        ax + (i + 1) * dx,
        ay + (i + 1) * dy,
      ])
    }),
  )
}

const greatestDivisor = (a: number, b: number): number => (b === 0 ? a : greatestDivisor(b, a % b))

describe('encodeTile', () => {
  it('keeps the tiling free of slivers at every zoom after simplification and rounding', () => {
    const size = 60_000
    fc.assert(
      fc.property(
        fc.integer(),
        fc.integer({ min: 8, max: 15 }),
        fc.integer({ min: 0, max: 12_000 }),
        (seed, z, wave) => {
          const { cells, boundary } = buildBrickwork({ columns: 5, rows: 6, seed, wave, size, steps: 12 })
          const [west, south] = itemAt(boundary.flat(2), 0)
          const address = tileAt([west + 2.5 * size, south + 3 * size], z)
          const unit = (world: number, tileIndex: number) => (world >> (19 - z)) - tileIndex * 4096
          const seams = [-64, 4160]
          const x = [...seams, unit(toWorldX(west), address.x), unit(toWorldX(west + 5 * size), address.x)]
          const y = [...seams, unit(toWorldY(south), address.y), unit(toWorldY(south + 6 * size), address.y)]
          const inside = openSteps(encodeTile(address, [gridLayer(cells)])).filter(
            ([ax, ay, bx, by]) => !(ax === bx && x.includes(ax)) && !(ay === by && y.includes(ay)),
          )
          expect(inside).toEqual([])
        },
      ),
      { numRuns: 100, seed: 7 },
    )
  })

  it('winds outer rings clockwise and holes counter-clockwise on screen', () => {
    const hole: Point[] = [
      [1_200_020_000, 330_020_000],
      [1_200_020_000, 330_040_000],
      [1_200_040_000, 330_040_000],
      [1_200_040_000, 330_020_000],
    ]
    const outer: Point[] = [
      [1_200_000_000, 330_000_000],
      [1_200_060_000, 330_000_000],
      [1_200_060_000, 330_060_000],
      [1_200_000_000, 330_060_000],
    ]
    const bytes = encodeTile(tileAt([1_200_030_000, 330_010_000], 12), [gridLayer([[[outer, hole]]])])
    const areas = decodeLayer(bytes, 'grids')
      .feature(0)
      .loadGeometry()
      .map((ring) => pairNeighbours(ring).reduce((sum, [a, b]) => sum + a.x * b.y - b.x * a.y, 0))
    expect(areas[0]).toBeGreaterThan(0)
    expect(areas[1]).toBeLessThan(0)
  })

  it('writes ids and tags, and omits undefined tags', () => {
    const { cells } = buildBrickwork({ columns: 2, rows: 1 })
    const names = ['新城网格', undefined]
    const layer: TileLayer = {
      ...gridLayer(cells),
      tags: [
        { key: 'name', value: (row) => names[row] },
        { key: 'households', value: (row) => 300 + row },
        { key: 'share', value: () => 0.25 },
        { key: 'open', value: () => true },
      ],
    }
    const decoded = decodeLayer(encodeTile(tileAt([1_200_060_000, 330_030_000], 13), [layer]), 'grids')
    const features = Array.from({ length: decoded.length }, (_, i) => decoded.feature(i))
    expect(features.map((feature) => [feature.id, feature.properties])).toEqual([
      [1, { name: '新城网格', households: 300, share: 0.25, open: true }],
      [2, { households: 301, share: 0.25, open: true }],
    ])
  })

  it('keeps the most important features of a layer that would be too heavy, and all of one that is not', () => {
    const { cells } = buildBrickwork({ columns: 40, rows: 40 })
    const at = tileAt([1_200_600_000, 330_600_000], 8)
    const whole = encodeTile(at, [gridLayer(cells)])
    const listRows = (tile: Uint8Array) => {
      const layer = decodeLayer(tile, 'grids')
      return Array.from({ length: layer.length }, (_, i) => (layer.feature(i).id as number) - 1)
    }
    const limited = (bytes: number): TileLayer => ({
      ...gridLayer(cells),
      limit: { bytes, importanceOf: (row) => row % 100 },
    })
    expect(encodeTile(at, [limited(whole.length)])).toEqual(whole)
    for (const share of [0.9, 0.5, 0.1, 0.01]) {
      const bytes = Math.round(share * whole.length)
      const tile = encodeTile(at, [limited(bytes)])
      expect(tile.length).toBeLessThanOrEqual(bytes + 8)
      const kept = listRows(tile)
      expect(kept.length).toBeGreaterThan(0.5 * share * listRows(whole).length)
      expect(kept).toEqual(kept.toSorted((a, b) => a - b))
      // nothing that was left out is more important than what was kept
      const least = Math.min(...kept.map((row) => row % 100))
      const leftOut = listRows(whole).filter((row) => !kept.includes(row))
      expect(Math.max(-1, ...leftOut.map((row) => row % 100))).toBeLessThanOrEqual(least)
    }
    expect(encodeTile(at, [limited(1)])).toEqual(new Uint8Array())
  })

  it('writes each point to exactly one tile, without duplicates at a tile edge', () => {
    const points = Array.from({ length: 400 }, (_, i): Point => [
      1_200_000_000 + (i % 20) * 9973,
      330_000_000 + Math.floor(i / 20) * 9967,
    ])
    const layer: TileLayer = {
      name: 'stations',
      mesh: buildPointTileGeometry(Int32Array.from(points.flat())),
      ids: Uint32Array.from(points, (_, i) => i + 1),
      tags: [],
    }
    const z = 15
    const [first, last] = [tileAt(itemAt(points, 0), z), tileAt(itemAt(points, 399), z)]
    const ids: number[] = []
    for (let x = first.x; x <= last.x; x++) {
      for (let y = last.y; y <= first.y; y++) {
        // a tile without points has no layer
        const stations = decode(encodeTile({ z, x, y }, [layer]))['stations']
        if (!stations) continue
        for (let i = 0; i < stations.length; i++) ids.push(stations.feature(i).id as number)
      }
    }
    expect(ids.sort((p, q) => p - q)).toEqual(points.map((_, i) => i + 1))
  })

  it('clips lines at the tile, and they continue in the next tile', () => {
    const line: Point[] = [
      [1_199_000_000, 330_000_000],
      [1_201_000_000, 330_500_000],
    ]
    const layer: TileLayer = {
      name: 'roads',
      mesh: buildLineTileGeometry(toFlatLines([line])),
      ids: [7],
      tags: [],
    }
    const middle = tileAt([1_200_000_000, 330_250_000], 12)
    const road = decodeLayer(encodeTile(middle, [layer]), 'roads').feature(0)
    const piece = itemAt(road.loadGeometry(), 0)
    expect(piece).toHaveLength(2)
    const ends = piece.flatMap(({ x, y }) => [x, y])
    expect(Math.min(...ends)).toBeGreaterThanOrEqual(-64)
    expect(Math.max(...ends)).toBeLessThanOrEqual(4160)
    expect(ends.some((value) => value === -64 || value === 4160)).toBe(true)
  })

  it('is empty where there are no features', () => {
    expect(
      encodeTile({ z: 8, x: 0, y: 0 }, [gridLayer(buildBrickwork({ columns: 2, rows: 2 }).cells)]),
    ).toHaveLength(0)
  })
})
