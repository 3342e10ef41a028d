import { describe, expect, it } from 'vitest'
import { applyChange, type CellId, type CellSet, type GridChange, reverseChange } from '#shared/geometry/cell-set.ts'
import { certify } from '#shared/geometry/certificate.ts'
import { dissolve } from '#shared/geometry/dissolve.ts'
import { toFlatPolygons } from '#shared/geometry/flat-polygons.ts'
import type { MultiPolygon, Point } from '#shared/geometry/lattice.ts'
import { carve } from '#shared/geometry/operations/carve.ts'
import { merge } from '#shared/geometry/operations/merge.ts'
import { moveVertex } from '#shared/geometry/operations/move-vertex.ts'
import { reshape } from '#shared/geometry/operations/reshape.ts'
import { split } from '#shared/geometry/operations/split.ts'
import type { ReasonCode, Result } from '#shared/geometry/reason.ts'
import { doubleArea } from '#shared/geometry/ring-area.ts'
import { ringConflict } from '#shared/geometry/ring-conflict.ts'
import { interiorPoint } from '#shared/geometry/interior-point.ts'
import { shapeBox } from '#shared/geometry/shape-box.ts'
import { brickwork, randomFrom } from '../helpers/tiling.ts'

/**
 * Random work on random ground: whatever is allowed leaves a perfect tiling, whatever is refused changes nothing, and
 * every step can be taken back bit for bit.
 */

type Random = () => number

/** Blocks in two communities of three rows each, with an enclave and an island. */
function ground(seed: number): CellSet {
  const random = randomFrom(seed)
  const wave = seed % 3 === 0 ? 0 : 4000 + Math.floor(random() * 9000)
  const { cells } = brickwork({ columns: 3, rows: 6, seed, wave, steps: 3, size: 50_000 })
  const rowStarts = [0, 3, 7, 10, 14, 17, 21]
  const communityOf = (cell: number) => (cell < rowStarts[3] ? 'south' : 'north')
  const set = new Map(cells.map((shape, i) => [i + 1, { id: i + 1, community: communityOf(i), shape }]))
  const island: MultiPolygon = [[[[1_200_200_000, 330_000_000], [1_200_230_000, 330_000_000], [1_200_215_000, 330_025_000]]]]
  const first = set.get(1)!
  set.set(1, { ...first, shape: [...first.shape, ...island] })
  const outline = (codes: string[]) => ({
    shape: dissolve([...set.values()].filter((cell) => codes.includes(cell.community)).map((cell) => cell.shape)),
    communities: new Set(codes),
  })
  const plain: CellSet = { cells: set, outlines: new Map([['south', outline(['south'])], ['north', outline(['north'])], ['street', outline(['south', 'north'])]]) }
  const [x, y] = interiorPoint(cells[5][0]).map(Math.round)
  const enclave = carve(plain, { ring: [[x - 3000, y - 2500], [x + 3000, y - 2500], [x + 2500, y + 3000], [x - 3000, y - 2500]], newId: 900 })
  return enclave.ok ? applyChange(plain, enclave.value) : plain
}

const pick = <T>(random: Random, list: readonly T[]): T => list[Math.floor(random() * list.length)]

const inBox = (random: Random, [west, south, east, north]: readonly number[], margin = 0.15): Point => [
  Math.round(west + (random() * (1 + 2 * margin) - margin) * (east - west)),
  Math.round(south + (random() * (1 + 2 * margin) - margin) * (north - south)),
]

function randomOperation(set: CellSet, random: Random, newId: CellId): Result<GridChange> {
  const cells = [...set.cells.values()]
  const cell = pick(random, cells)
  const box = shapeBox(cell.shape)
  const ring = pick(random, pick(random, cell.shape))
  const vertex = pick(random, ring)
  switch (Math.floor(random() * 6)) {
    case 0: {
      const [west, south, east, north] = box
      const middle = Array.from({ length: Math.floor(random() * 3) }, () => inBox(random, box, -0.2))
      const ends: [Point, Point] = random() < 0.5
        ? [[west - 500, inBox(random, box)[1]], [east + 500, inBox(random, box)[1]]]
        : [[inBox(random, box)[0], south - 500], [inBox(random, box)[0], north + 500]]
      return split(set, { cell: cell.id, line: [ends[0], ...middle, ends[1]], newId })
    }
    case 1: {
      const neighbours = cells.filter((other) => other !== cell && other.shape.flat(2).some((point) => String(point) === String(vertex)))
      return merge(set, { cells: [cell.id, ...neighbours.slice(0, 1 + Math.floor(random() * 2)).map((other) => other.id)] })
    }
    case 2: {
      const from = Math.floor(random() * ring.length)
      const to = (from + 1 + Math.floor(random() * 5)) % ring.length
      const middle = inBox(random, [Math.min(ring[from][0], ring[to][0]) - 4000, Math.min(ring[from][1], ring[to][1]) - 4000, Math.max(ring[from][0], ring[to][0]) + 4000, Math.max(ring[from][1], ring[to][1]) + 4000], 0)
      return reshape(set, { cell: cell.id, line: [ring[from], middle, ring[to]] })
    }
    case 3: {
      const [x, y] = inBox(random, box)
      const reach = () => 1000 + Math.floor(random() * 15_000)
      const corners: Point[] = [[x - reach(), y - reach()], [x + reach(), y - reach()], [x + reach(), y + reach()], [x - reach(), y + reach()]]
      return carve(set, { ring: [...corners, corners[0]], newId })
    }
    default: {
      const reach = Math.floor(random() * 4000)
      return moveVertex(set, { from: vertex, to: [vertex[0] + Math.round((random() - 0.5) * reach), vertex[1] + Math.round((random() - 0.5) * reach)] })
    }
  }
}

const areaOf = (set: CellSet) => [...set.cells.values()].flatMap((cell) => cell.shape.flat()).reduce((sum, ring) => sum + doubleArea(ring), 0)

function defects(set: CellSet, changed: readonly CellId[]): string[] {
  const found: string[] = []
  for (const [unit, { shape, communities }] of set.outlines) {
    const cells = [...set.cells.values()].filter((cell) => communities.has(cell.community)).map((cell) => cell.shape)
    if (!certify(toFlatPolygons(cells), toFlatPolygons([shape])).holds) found.push(`${unit} is not tiled`)
    if (ringConflict(shape)) found.push(`the outline of ${unit} meets itself`)
  }
  for (const id of changed) {
    const shape = set.cells.get(id)?.shape ?? []
    if (ringConflict(shape)) found.push(`cell ${id} meets itself`)
    for (const [outer, ...holes] of shape) {
      if (doubleArea(outer) <= 0 || holes.some((hole) => doubleArea(hole) >= 0)) found.push(`a ring of cell ${id} runs the wrong way`)
    }
  }
  return found
}

const sorted = (set: CellSet) => [...set.cells.values()].sort((a, b) => a.id - b.id)

describe('10,000 random operations', () => {
  const STEPS = 250
  const GROUNDS = 40
  const outcomes = new Map<ReasonCode | 'allowed', number>()
  const operations = new Map<string, number>()

  it.each(Array.from({ length: GROUNDS }, (_, i) => i + 1))('ground %i: a perfect tiling after each, and the way back', (seed) => {
    const random = randomFrom(seed * 7919)
    let set = ground(seed)
    const area = areaOf(set)
    for (let step = 0; step < STEPS; step++) {
      const result = randomOperation(set, random, 1000 + step)
      const outcome = result.ok ? 'allowed' : result.reason.code
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
      if (!result.ok) continue
      operations.set(result.value.operation, (operations.get(result.value.operation) ?? 0) + 1)
      const after = applyChange(set, result.value)
      expect(defects(after, result.value.put.map((cell) => cell.id)), `step ${step}, ${result.value.operation}`).toEqual([])
      const back = applyChange(after, reverseChange(set, result.value))
      expect(sorted(back)).toEqual(sorted(set))
      expect(back.outlines).toEqual(set.outlines)
      set = after
    }
    // land is neither made nor lost: only rounded vertices on the outer border move it, by half a unit at most
    const street = set.outlines.get('street')!.shape
    expect(areaOf(set)).toBe(street.flat().reduce((sum, ring) => sum + doubleArea(ring), 0))
    expect(Math.abs(areaOf(set) / area - 1)).toBeLessThan(0.05)
  })

  it('were of every kind, and many of each were allowed', () => {
    expect([...outcomes.values()].reduce((sum, count) => sum + count, 0)).toBe(STEPS * GROUNDS)
    for (const operation of ['split', 'merge', 'reshape', 'carve', 'moveVertex']) expect(operations.get(operation) ?? 0, operation).toBeGreaterThan(150)
    expect(outcomes.get('allowed')).toBeGreaterThan(3000)
  })
})
