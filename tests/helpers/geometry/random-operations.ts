import {
  applyChange,
  type Cell,
  type CellId,
  type CellSet,
  type GridChange,
} from '#shared/geometry/cell-set.ts'
import { certifyTiling } from '#shared/geometry/topology/certify-tiling.ts'
import { dissolve } from '#shared/geometry/topology/dissolve.ts'
import { toFlatPolygons } from '#shared/geometry/flat-polygons.ts'
import { computeInteriorPoint } from '#shared/geometry/shapes/interior-point.ts'
import type { MultiPolygon, Point } from '#shared/geometry/lattice.ts'
import { carve } from '#shared/geometry/operations/carve.ts'
import { divide, divideLand } from '#shared/geometry/operations/divide.ts'
import { fillGap } from '#shared/geometry/operations/fill-gap.ts'
import { merge } from '#shared/geometry/operations/merge.ts'
import { moveVertex } from '#shared/geometry/operations/move-vertex.ts'
import { reshape } from '#shared/geometry/operations/reshape.ts'
import { split } from '#shared/geometry/operations/split.ts'
import type { Result } from '#shared/geometry/result.ts'
import { computeTwiceSignedArea } from '#shared/geometry/signed-area.ts'
import { findShapeDefect } from '#shared/geometry/topology/find-shape-defect.ts'
import { getShapeBox } from '#shared/geometry/shapes/shape-box.ts'
import { buildBrickwork } from './build-brickwork.ts'

export type Random = () => number

/**
 * Blocks with T-junctions in two communities of three rows each, their borders straight (every third seed) or wavy: one
 * grid has an island, one a hole with a grid in it, one a hole with a grid of the other community in it.
 */
export function generateCellSet(seed: number, random: Random): CellSet {
  const wave = seed % 3 === 0 ? 0 : 4000 + Math.floor(random() * 9000)
  const { cells } = buildBrickwork({ columns: 3, rows: 6, seed, wave, steps: 3, size: 50_000 })
  // rows have three and four grids in turn
  const set = new Map(
    cells.map((shape, i): [CellId, Cell] => [
      i + 1,
      { id: i + 1, community: i < 10 ? 'south' : 'north', shape },
    ]),
  )
  const island: MultiPolygon = [
    [
      [
        [1_200_200_000, 330_000_000],
        [1_200_230_000, 330_000_000],
        [1_200_215_000, 330_025_000],
      ],
    ],
  ]
  const first = set.get(1)!
  set.set(1, { ...first, shape: [...first.shape, ...island] })
  const hole = withHole(withOutlines(set), 6, 900)
  const exclave = withHole(hole, 16, 901)
  const inside = exclave.cells.get(901)!
  return withOutlines(new Map([...exclave.cells, [901, { ...inside, community: 'south' }]]))
}

function withHole(set: CellSet, cell: CellId, newId: CellId): CellSet {
  const [west, south, east, north] = getShapeBox(set.cells.get(cell)!.shape)
  const [x, y] = [Math.round((west + east) / 2), Math.round((south + north) / 2)]
  const carved = carve(set, {
    ring: [
      [x - 3000, y - 2500],
      [x + 3000, y - 2500],
      [x + 2500, y + 3000],
      [x - 3000, y - 2500],
    ],
    newId,
  })
  if (!carved.ok) throw new Error(`no room for a hole: ${carved.reason.code}`)
  return applyChange(set, carved.value)
}

function withOutlines(cells: ReadonlyMap<CellId, Cell>): CellSet {
  const outline = (codes: string[]) => ({
    shape: dissolve(
      [...cells.values()].filter(({ community }) => codes.includes(community)).map(({ shape }) => shape),
    ),
    communities: new Set(codes),
  })
  return {
    cells,
    outlines: new Map([
      ['south', outline(['south'])],
      ['north', outline(['north'])],
      ['street', outline(['south', 'north'])],
    ]),
  }
}

export const pickRandom = <T>(random: Random, list: readonly T[]): T =>
  list[Math.floor(random() * list.length)]!

const inBox = (
  random: Random,
  [west, south, east, north]: readonly [number, number, number, number],
  margin = 0.15,
): Point => [
  Math.round(west + (random() * (1 + 2 * margin) - margin) * (east - west)),
  Math.round(south + (random() * (1 + 2 * margin) - margin) * (north - south)),
]

/** What was done, and on what: land is taken away first where a gap is to be filled. */
export interface OperationAttempt {
  on: CellSet
  result: Result<GridChange>
}

export function runRandomOperation(set: CellSet, random: Random, newId: CellId): OperationAttempt {
  const cells = [...set.cells.values()]
  const cell = pickRandom(random, cells)
  const box = getShapeBox(cell.shape)
  const ring = pickRandom(random, pickRandom(random, cell.shape))
  const vertex = pickRandom(random, ring)
  const attempt = (result: Result<GridChange>): OperationAttempt => ({ on: set, result })
  switch (Math.floor(random() * 8)) {
    case 0: {
      const [west, south, east, north] = box
      const middle = Array.from({ length: Math.floor(random() * 3) }, () => inBox(random, box, -0.2))
      const ends: [Point, Point] =
        random() < 0.5
          ? [
              [west - 500, inBox(random, box)[1]],
              [east + 500, inBox(random, box)[1]],
            ]
          : [
              [inBox(random, box)[0], south - 500],
              [inBox(random, box)[0], north + 500],
            ]
      return attempt(split(set, { cell: cell.id, line: [ends[0], ...middle, ends[1]], newId }))
    }
    case 1: {
      const neighbours = cells.filter(
        (other) => other !== cell && other.shape.flat(2).some((point) => String(point) === String(vertex)),
      )
      return attempt(
        merge(set, {
          cells: [cell.id, ...neighbours.slice(0, 1 + Math.floor(random() * 2)).map((other) => other.id)],
        }),
      )
    }
    case 2: {
      const from = Math.floor(random() * ring.length)
      const to = (from + 1 + Math.floor(random() * 5)) % ring.length
      const [a, b] = [ring[from]!, ring[to]!]
      const middle = inBox(
        random,
        [
          Math.min(a[0], b[0]) - 4000,
          Math.min(a[1], b[1]) - 4000,
          Math.max(a[0], b[0]) + 4000,
          Math.max(a[1], b[1]) + 4000,
        ],
        0,
      )
      return attempt(reshape(set, { cell: cell.id, line: [a, middle, b] }))
    }
    case 3:
      return attempt(carve(set, { ring: aRing(random, box), newId }))
    case 4: {
      // land that is nobody's, as a bad import leaves it; somebody beside it takes it in
      const carved = carve(set, { ring: aRing(random, box), newId })
      if (!carved.ok) return attempt(carved)
      const piece = carved.value.put.find(({ id }) => id === newId)!
      const without = new Map(applyChange(set, carved.value).cells)
      without.delete(newId)
      const on = { cells: without, outlines: applyChange(set, carved.value).outlines }
      const [x, y] = computeInteriorPoint(piece.shape[0]!)
      return {
        on,
        result: fillGap(on, {
          at: [Math.round(x), Math.round(y)],
          cell: pickRandom(
            random,
            carved.value.put.filter(({ id }) => id !== newId),
          ).id,
        }),
      }
    }
    case 5:
      return attempt(divideAtRandom(set, cell, random, newId))
    default: {
      const reach = Math.floor(random() * 4000)
      return attempt(
        moveVertex(set, {
          from: vertex,
          to: [
            vertex[0] + Math.round((random() - 0.5) * reach),
            vertex[1] + Math.round((random() - 0.5) * reach),
          ],
        }),
      )
    }
  }
}

/** Divides a cell, and a neighbour of its community, anew: by a line between two vertices of their border that bends once. */
function divideAtRandom(set: CellSet, cell: Cell, random: Random, newId: CellId): Result<GridChange> {
  const vertices = new Set(cell.shape.flat(2).map(String))
  const neighbour = [...set.cells.values()].find(
    (other) =>
      other !== cell &&
      other.community === cell.community &&
      other.shape.flat(2).some((point) => vertices.has(String(point))),
  )
  const cells = neighbour === undefined || random() < 0.3 ? [cell] : [cell, neighbour]
  const land = dissolve(cells.map(({ shape }) => shape))
  const ring = pickRandom(random, pickRandom(random, land))
  const ends = [pickRandom(random, ring), pickRandom(random, ring)] as const
  const borders = [[ends[0], inBox(random, getShapeBox(land), -0.3), ends[1]]]
  const ids = [cell.id, newId]
  const parts = ids.map((id) => ({ id, at: [] as Point[] }))
  divideLand(land, borders).faces.forEach((face, i) => {
    const [x, y] = computeInteriorPoint(face)
    parts[Math.min(i, 1)]?.at.push([Math.round(x), Math.round(y)])
  })
  return divide(set, { cells: cells.map(({ id }) => id), borders, parts })
}

function aRing(random: Random, box: readonly [number, number, number, number]): Point[] {
  const [x, y] = inBox(random, box)
  const reach = () => 1000 + Math.floor(random() * 15_000)
  const corners: Point[] = [
    [x - reach(), y - reach()],
    [x + reach(), y - reach()],
    [x + reach(), y + reach()],
    [x - reach(), y + reach()],
  ]
  return [...corners, corners[0]!]
}

/** What is wrong with a set: units that are not tiled, rings of these cells that are not simple or run the wrong way. */
export function findDefects(set: CellSet, changed: readonly CellId[]): string[] {
  const found: string[] = []
  for (const [unit, { shape, communities }] of set.outlines) {
    const cells = [...set.cells.values()]
      .filter((cell) => communities.has(cell.community))
      .map((cell) => cell.shape)
    if (!certifyTiling(toFlatPolygons(cells), toFlatPolygons([shape])).holds)
      found.push(`${unit} is not tiled`)
    if (findShapeDefect(shape)) found.push(`the outline of ${unit} meets itself`)
  }
  for (const id of changed) {
    const shape = set.cells.get(id)?.shape ?? []
    if (findShapeDefect(shape)) found.push(`cell ${id} meets itself`)
    for (const [outer = [], ...holes] of shape) {
      if (computeTwiceSignedArea(outer) <= 0 || holes.some((hole) => computeTwiceSignedArea(hole) >= 0))
        found.push(`a ring of cell ${id} runs the wrong way`)
    }
  }
  return found
}
