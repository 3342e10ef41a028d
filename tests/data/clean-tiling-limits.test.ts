import { describe, expect, it } from 'vitest'
import type { MultiPolygon, Point, Ring } from '#shared/geometry/lattice.ts'
import { toDegrees } from '#shared/geometry/lattice.ts'
import { computePolygonAreaM2 } from '#shared/geometry/measure.ts'
import { cancelOppositeEdges, toDirectedEdges } from '#shared/geometry/topology/dissolve.ts'
import { cleanTiling } from '../../api/transfer/import/tiling/clean-tiling.ts'
import { aCity } from '../helpers/city/a-city.ts'
import { prepareFile } from '../helpers/transfer/prepare-file.ts'

const ring = (...points: readonly [x: number, y: number][]): Ring =>
  points.map(([x, y]): Point => [1_146_000_000 + x * 10, 335_000_000 + y * 10])
const cell = (...rings: readonly Ring[]): MultiPolygon => rings.map((each) => [each])
const square = (x: number, y: number, width: number): Ring =>
  ring([x, y], [x + width, y], [x + width, y + width], [x, y + width])

/** Needles that cross each other so flatly that every vertex put into their sides turns one of them over. */
const needles = [
  cell(ring([97662, 34496], [96928, 35359], [104659, 24742], [103611, 30169], [103611, 30170])),
  cell(ring([83591, 51915], [103611, 30169], [83662, 51833])),
]

describe('a cell that cannot be fitted', () => {
  const overlapping = [cell(square(133591, 24742, 20000)), cell(square(148591, 24742, 20000))]
  const cleaned = cleanTiling([...needles, ...overlapping], null, 0.5)

  it('is as it was, and named', () => {
    expect(cleaned.unfitted.length).toBeGreaterThan(0)
    for (const index of cleaned.unfitted) {
      expect(index).toBeLessThan(needles.length)
      expect(cleaned.cells[index]).toBe(needles[index])
    }
  })

  it('does not silence the overlap of others', () => {
    const land = computePolygonAreaM2([
      ring([148591, 24742], [153591, 24742], [153591, 44742], [148591, 44742]),
    ])
    const [overlap, ...others] = cleaned.overlaps
    expect(overlap).toMatchObject({ cells: [2, 3] })
    expect(overlap!.areaM2).toBeCloseTo(land, 0)
    // the needles lie upon each other by the width of a lattice unit
    expect(others).toMatchObject([{ cells: [0, 1] }])
    expect(others[0]!.areaM2).toBeLessThan(0.001)
  })
})

it('a sliver that no cell gains or loses is not reported', () => {
  const given = [
    cell(ring([57855, 78729], [57811, 78492], [112603, 76366], [112587, 76458])),
    cell(ring([110508, 95911], [110474, 95914], [112587, 76458], [112603, 76366], [112602, 76373])),
  ]
  const { cells, slivers } = cleanTiling(given, null, 0.5)
  for (const { to, from } of slivers)
    expect([to, from].some((index) => index !== null && cells[index] !== given[index])).toBe(true)
})

it('parts of one cell that are fitted to each other have no border between them', () => {
  const given = [
    cell(
      ring([40730, 20040], [38910, 16130], [42530, 23390]),
      ring([42330, 23070], [42850, 23980], [42530, 23390]),
    ),
    cell(square(60000, 20000, 1000)),
  ]
  for (const shape of cleanTiling(given, null, 0.5).cells) {
    const edges = toDirectedEdges([shape])
    expect(cancelOppositeEdges(edges)).toHaveLength(edges.length)
  }
})

describe('a border that crosses itself', () => {
  const facts = aCity({ code: '321000', columns: 3, rows: 4 })
  const [grid] = facts.grids
  const corner = grid!.geometry[0]![0]!
  const fileOf = (points: readonly (readonly [number, number])[]) =>
    JSON.stringify({
      type: 'FeatureCollection',
      features: [
        {
          type: 'Feature',
          properties: { code: grid!.code, name: grid!.name },
          geometry: { type: 'Polygon', coordinates: [[...points, points[0]!]] },
        },
      ],
    })
  const degrees = corner.map(([x, y]): [number, number] => [toDegrees(x), toDegrees(y)])
  /** The border with a loop of that size, in degrees, behind its first vertex. */
  const looped = (size: number): [number, number][] => {
    const [[x, y], ...rest] = degrees as [[number, number], ...[number, number][]]
    return [
      [x + 4 * size, y],
      [x + 5 * size, y + size],
      [x + 5 * size, y - size],
      [x + 4 * size, y + size],
      ...rest.slice(0),
      [x, y],
    ]
  }

  it('in a loop smaller than the tolerance is mended, with its place and size', async () => {
    const { rows } = await prepareFile(facts, '格.geojson', fileOf(looped(6e-7)), 'grids', {
      crs: 'EPSG:4490',
    })
    expect(rows[0]!.outcome).not.toBe('refused')
    const loop = rows[0]!.problems.find(({ code }) => code === 'loop_removed')
    expect(Number(loop?.details?.['m2'])).toBeLessThan(0.01)
    expect(loop?.details?.['at']).toMatch(/^\d+\.\d{6}, \d+\.\d{6}$/)
  })

  it('in such a loop is told where the row is refused for another reason, and is not said to be mended', async () => {
    const elsewhere = looped(6e-7).map(([x, y]): [number, number] => [x - 10, y])
    const content = fileOf(elsewhere).replace(grid!.code, '510001').replace(grid!.name, '别处')
    const { rows, report } = await prepareFile(facts, '格.geojson', content, 'grids', { crs: 'EPSG:4490' })
    expect(rows[0]!.outcome).toBe('refused')
    expect(report.rows).toMatchObject({ refused: 1, mended: 0 })
    const loop = report.reasons.find(({ code }) => code === 'loop_found')
    expect(Number(loop?.examples[0]?.details['m2'])).toBeLessThan(0.01)
    expect(report.reasons.map(({ code }) => code)).not.toContain('loop_removed')
    // nothing was taken, so nothing was checked
    expect(report.certificate).toBeNull()
  })

  it('in a loop larger than the tolerance is refused', async () => {
    const { rows } = await prepareFile(facts, '格.geojson', fileOf(looped(6e-5)), 'grids', {
      crs: 'EPSG:4490',
    })
    expect(rows[0]).toMatchObject({ outcome: 'refused' })
  })
})
