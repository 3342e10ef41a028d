import { describe, expect, it } from 'vitest'
import type { Point, Ring } from '#shared/geometry/lattice.ts'
import { computePolygonAreaM2, computeRingAreaM2 } from '#shared/geometry/measure.ts'

const DEGREE = 1e7
const box = (west: number, south: number, east: number, north: number): Ring =>
  [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
  ].map(([x, y]) => [Math.round(x! * DEGREE), Math.round(y! * DEGREE)] as Point)

/** Integrates M·N·cos φ · width(φ) with Simpson's rule, independently of the code under test. */
function integrate(south: number, north: number, width: (latitude: number) => number): number {
  const [a, f, steps] = [6378137, 1 / 298.257222101, 2000]
  const e2 = f * (2 - f)
  const radians = Math.PI / 180
  let sum = 0
  for (let i = 0; i <= steps; i++) {
    const latitude = south + ((north - south) * i) / steps
    const w = 1 - e2 * Math.sin(latitude * radians) ** 2
    const density = (a * a * (1 - e2) * Math.cos(latitude * radians)) / (w * w)
    sum += (i === 0 || i === steps ? 1 : i % 2 === 1 ? 4 : 2) * density * width(latitude)
  }
  return (sum * ((north - south) / steps) * radians * radians) / 3
}

describe('areas on the ellipsoid', () => {
  it('equal the integral over the ellipsoid for a box and for a slanting triangle', () => {
    for (const [south, north] of [
      [33.38, 33.39],
      [32.6, 34.5],
      [18, 54],
    ] as const)
      expect(
        computePolygonAreaM2([box(119.5, south, 121, north)]) / integrate(south, north, () => 1.5),
      ).toBeCloseTo(1, 9)
    const triangle = (
      [
        [120, 33],
        [120.4, 33],
        [120.1, 33.3],
      ] as const
    ).map(([x, y]): Point => [Math.round(x * DEGREE), Math.round(y * DEGREE)])
    expect(
      computePolygonAreaM2([triangle]) / integrate(33, 33.3, (y) => 0.4 * (1 - (y - 33) / 0.3)),
    ).toBeCloseTo(1, 9)
  })

  it('of parts add up to the area of the whole, with neighbours that have more vertices on a border', () => {
    // two degrees in stripes of different heights, each cut at other longitudes
    const whole = computePolygonAreaM2([box(119, 32, 121, 34)])
    let sum = 0
    const latitudes = [32, 32.001, 32.4, 33.03, 33.5, 34]
    for (let row = 0; row + 1 < latitudes.length; row++) {
      const count = 3 + 7 * row
      for (let i = 0; i < count; i++) {
        const longitude = (at: number) => 119 + (2 * at) / count
        sum += computePolygonAreaM2([
          box(longitude(i), latitudes[row]!, longitude(i + 1), latitudes[row + 1]!),
        ])
      }
    }
    expect(Math.abs(sum / whole - 1)).toBeLessThan(1e-9)
    // a slanting border that one side draws with one edge and the other with twenty
    const edge = Array.from({ length: 21 }, (_, i): Point => [
      1_200_000_000 + i * 20_000,
      330_000_000 + i * 30_000,
    ])
    const west = computePolygonAreaM2([[edge[0]!, edge[20]!, [1_200_000_000, 330_600_000]]])
    const east = computePolygonAreaM2([[...edge.toReversed(), [1_200_400_000, 330_000_000]]])
    expect(Math.abs((west + east) / computePolygonAreaM2([box(120, 33, 120.04, 33.06)]) - 1)).toBeLessThan(
      1e-9,
    )
  })

  it('are positive for counter-clockwise rings, and holes are subtracted whatever their direction', () => {
    const [outer, hole] = [box(120, 33, 120.1, 33.1), box(120.02, 33.02, 120.04, 33.04)]
    expect(computeRingAreaM2(outer.flat(), 0, 4)).toBeGreaterThan(0)
    expect(computeRingAreaM2(outer.toReversed().flat(), 0, 4)).toBeLessThan(0)
    const left = computePolygonAreaM2([outer]) - computePolygonAreaM2([hole])
    expect(computePolygonAreaM2([outer, hole])).toBeCloseTo(left, 3)
    expect(computePolygonAreaM2([outer, hole.toReversed()])).toBeCloseTo(left, 3)
  })
})
