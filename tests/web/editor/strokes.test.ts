// @vitest-environment node
import { describe, expect, it } from 'vitest'
import type { Point } from '#shared/geometry/lattice.ts'
import { computeDistanceM } from '#shared/geometry/measure.ts'
import { buildTraceGraph } from '#shared/geometry/topology/find-trace-path.ts'
import { createProjection, toLatticePoint, toOrigin } from '../../../web/map/overlay/projection.ts'
import { NO_SNAP_TARGETS, type SnapTargets } from '../../../web/features/editor/draft-editor/snap-targets.ts'
import { computeBearing, computeDestination } from '../../../web/features/editor/measure/measure-line.ts'
import { fitStroke } from '../../../web/features/editor/strokes/fit-stroke.ts'
import { readSurveyedPoints } from '../../../web/features/editor/strokes/read-surveyed-points.ts'
import { parseCellSet } from '../../helpers/geometry/parse-cell-set.ts'

/** Two squares of 10,000 units side by side; their common border runs north at x = 10,000. */
const set = parseCellSet(['AB'], 'AB')
const TOLERANCE = 300
const fit = (stroke: readonly Point[], options: Partial<Parameters<typeof fitStroke>[1]> = {}) =>
  fitStroke(stroke, { set, guides: NO_SNAP_TARGETS, tolerance: TOLERANCE, pixel: 30, stretch: 1, ...options })
/** A trembling hand from one place to another. */
function tremble(from: Point, to: Point, by: number, count = 60): Point[] {
  return Array.from({ length: count + 1 }, (_, i): Point => {
    const part = i / count
    const off = by * Math.sin(i * 1.7)
    return [
      Math.round(from[0] + part * (to[0] - from[0]) + off),
      Math.round(from[1] + part * (to[1] - from[1]) + off / 3),
    ]
  })
}
const furthest = (points: readonly Point[], distance: (point: Point) => number) =>
  Math.max(...points.map(distance))

describe('a freehand stroke', () => {
  it('is drawn onto a border along which it runs', () => {
    const fitted = fit(tremble([10_150, 1000], [9900, 9000], 60))!
    expect(furthest(fitted.points, ([x]) => Math.abs(x - 10_000))).toBe(0)
    expect(fitted.points.length).toBeLessThanOrEqual(3)
    expect(fitted.last.on).toBe('border')
  })

  it('follows a road around its corners, from the first place beside it to the last', () => {
    const road: Point[] = [
      [2000, 2000],
      [2000, 5000],
      [6000, 5000],
      [6000, 8000],
    ]
    const stretches = road.slice(1).map((point, i): readonly [Point, Point] => [road[i]!, point])
    const guides: SnapTargets = {
      near: () => stretches,
      network: buildTraceGraph(stretches),
      premises: [],
    }
    const stroke = [
      ...tremble([2100, 2500], [2080, 4900], 40),
      ...tremble([2080, 4900], [5900, 5120], 40),
      ...tremble([6080, 5120], [6050, 7000], 40),
    ]
    const fitted = fit(stroke, { guides })!
    expect(fitted.points).toEqual([
      [2000, expect.any(Number)],
      [2000, 5000],
      [6000, 5000],
      [6000, expect.any(Number)],
    ])
  })

  it('crosses a border that it only crosses, and stays as it was drawn there', () => {
    const fitted = fit(tremble([4000, 5000], [16_000, 5200], 20))!
    expect(furthest(fitted.points, ([, y]) => Math.abs(y - 5100))).toBeLessThan(200)
    expect(fitted.points[0]![0]).toBeLessThan(4100)
    expect(fitted.last.on).toBeNull()
  })

  it('keeps a small change that leaves the line by more than the tolerance', () => {
    const bay: Point[] = [
      [10_050, 1000],
      [10_050, 4000],
      [10_700, 4300],
      [10_700, 5400],
      [10_050, 5700],
      [10_050, 9000],
    ]
    const fitted = fit(bay)!
    expect(fitted.points).toContainEqual([10_700, expect.any(Number)])
    // and it is on the border before and after
    expect(fitted.points[0]![0]).toBe(10_000)
    expect(fitted.points.at(-1)![0]).toBe(10_000)
    expect(fitted.points.filter(([x]) => x === 10_000).length).toBeGreaterThanOrEqual(4)
  })

  it('is only simplified where nothing is near or snapping is off; the trembling of the hand is none of it', () => {
    const free = tremble([2000, 2000], [6000, 6000], 0, 200)
    expect(fit(free)!.points).toEqual([
      [2000, 2000],
      [6000, 6000],
    ])
    const trembling = fit(tremble([2000, 2000], [6000, 6000], 60))!
    expect(trembling.points.length).toBeLessThanOrEqual(4)
    const off = fit(tremble([10_150, 1000], [9900, 9000], 60), { tolerance: 0 })!
    expect(furthest(off.points, ([x]) => Math.abs(x - 10_000))).toBeGreaterThan(100)
  })

  it('is nothing without a length, and bounded however long it is', () => {
    expect(fit([[5000, 5000]])).toBeNull()
    expect(
      fit([
        [5000, 5000],
        [5000, 5000],
      ]),
    ).toBeNull()
    const scribble = Array.from({ length: 20_000 }, (_, i): Point => [
      Math.round(5000 + 4000 * Math.sin(i / 9)),
      Math.round(5000 + 4000 * Math.cos(i / 7)),
    ])
    const before = performance.now()
    expect(fit(scribble)!.points.length).toBeLessThanOrEqual(1300)
    expect(performance.now() - before).toBeLessThan(5000)
  })
})

describe('points by numbers', () => {
  const start: Point = [1_201_635_000, 334_062_000]
  const near: Point = [1_201_600_000, 334_100_000]
  const read = (text: string) => readSurveyedPoints(text, near)
  const expectNear = (points: readonly Point[], metres: number) => {
    for (const point of points) expect(computeDistanceM(point, start)).toBeLessThan(metres)
  }

  it('lie a length away in a direction', () => {
    for (const bearing of [0, 45, 133.5, 270]) {
      const to = computeDestination(start, 250, bearing)
      expect(computeDistanceM(start, to)).toBeCloseTo(250, 1)
      expect(computeBearing(start, to)).toBeCloseTo(bearing, 2)
    }
  })

  it('are read as degrees in either order, with heading, names and columns of a sheet, also in minutes and seconds', async () => {
    const sheet = '点号\t经度\t纬度\nJ1\t120.1635\t33.4062\nJ2\t120.1640\t33.4065\n'
    const found = await read(sheet)
    expect(found).toMatchObject({
      ok: true,
      system: 'degrees',
      points: [start, [1_201_640_000, 334_065_000]],
    })
    expect(await read('33.4062, 120.1635\n33.4065；120.1640')).toMatchObject({
      ok: true,
      points: [start, [1_201_640_000, 334_065_000]],
    })
    const minutes = await read('1  120°9′48.6″  33°24′22.32″')
    expect(minutes.ok && computeDistanceM(minutes.points[0]!, start)).toBeLessThan(1)
  })

  it('are read as plane coordinates of CGCS2000 with and without the number of the zone, north first or east first', async () => {
    // EPSG:4549, to some metres
    const [north, east] = [3_697_740, 515_200]
    for (const text of [
      `${north} ${east}`,
      `${east},${north}`,
      `P1 ${north}.123 40${east}.456`,
      `${north}\t${east}\t3.2\n${north}\t${east + 10}\t3.4`,
    ]) {
      const found = await read(text)
      expect(found, text).toMatchObject({ ok: true, system: 'gauss' })
      expectNear(found.ok ? found.points : [], 300)
    }
  })

  it('are refused with the row that is wrong', async () => {
    expect(await read('点号 经度 纬度')).toEqual({ ok: false, fault: 'row_without_numbers', row: 1 })
    expect(await read('  \n')).toEqual({ ok: false, fault: 'empty', row: null })
    expect(await read('120.1 33.4\n\n120.2')).toEqual({ ok: false, fault: 'row_without_numbers', row: 3 })
    expect(await read('10 20\n11 21')).toEqual({ ok: false, fault: 'far_away', row: null })
    expect(await read('120.16 33.40\n120.17 33.41\n12.17 33.41')).toEqual({
      ok: false,
      fault: 'row_far_away',
      row: 3,
    })
    expect(await read('120.16 33.40\n'.repeat(1001))).toMatchObject({ ok: false, fault: 'too_many_points' })
  })
})

describe('a place on the screen', () => {
  it('has the degrees of which it is the projection', () => {
    const camera = { lon: 120.1635, lat: 33.4062, zoom: 15.3, bearing: 0 }
    const projection = createProjection(
      camera,
      { width: 900, height: 600 },
      toOrigin([1_201_000_000, 334_000_000]),
    )
    const point: Point = [1_201_655_321, 334_071_234]
    expect(toLatticePoint(projection.toDegrees(projection.toPixels(point)))).toEqual([
      expect.closeTo(point[0], -0.8),
      expect.closeTo(point[1], -0.8),
    ])
  })
})
