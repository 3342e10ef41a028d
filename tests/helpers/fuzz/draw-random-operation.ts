import type { DraftOperation } from '#shared/contract/drafts/draft-operations.ts'
import type { Cell, CellSet } from '#shared/geometry/cell-set.ts'
import type { Line, Point } from '#shared/geometry/lattice.ts'
import { getShapeBox } from '#shared/geometry/shapes/shape-box.ts'
import { drawHumanCut } from '../geometry/human-cuts.ts'
import { drawHumanRedraw } from '../geometry/human-redraws.ts'
import { pickRandom, type Random } from '../geometry/random-operations.ts'

/** Distances in lattice units: below a unit of rounding, around the snap distance, and up to the size of a grid. */
const DISTANCES = [1, 2, 15, 29, 31, 60, 200, 1000, 5000, 20_000] as const

/** Draws an operation of any kind but `fillGap`: as people draw, at random, and at the worst places. */
export function drawRandomOperation(set: CellSet, random: Random, newGrid: number): DraftOperation {
  const cell = pickRandom(random, [...set.cells.values()])
  const draw = random()
  // people are drawn at grids of one piece
  const hasOnePiece = [...set.cells.values()].some(({ shape }) => shape.length === 1)
  if (draw < 0.04 && hasOnePiece) {
    const { cell: grid, line } = drawHumanCut(set, random)
    return { op: 'split', grid, line: toPairs(line), newGrid }
  }
  if (draw < 0.08 && hasOnePiece) {
    const { cell: grid, line } = drawHumanRedraw(set, random)
    return { op: 'reshape', grid, line: toPairs(line) }
  }
  if (draw < 0.32) return { op: 'split', grid: cell.id, line: toPairs(drawLine(cell, random)), newGrid }
  if (draw < 0.5) {
    const vertex = pickVertex(cell, random)
    const others = [...set.cells.values()].filter(
      (other) => other !== cell && other.shape.flat(2).some((point) => String(point) === String(vertex)),
    )
    return {
      op: 'merge',
      grids: [cell.id, ...others.slice(0, 1 + Math.floor(random() * 2)).map(({ id }) => id)],
    }
  }
  if (draw < 0.68) return { op: 'reshape', grid: cell.id, line: toPairs(drawLine(cell, random)) }
  if (draw < 0.8) return { op: 'carve', ring: toPairs(drawRing(cell, random)), newGrid }
  const [from, to] = [pickVertex(cell, random), drawPlace(cell, random)]
  const target = random() < 0.5 ? moveBy(from, random) : to
  return { op: 'moveVertex', from: [from[0], from[1]], to: [target[0], target[1]] }
}

/** Draws a small ring inside the box of a cell, for a piece of land that is taken away. */
export function drawRing(cell: Cell, random: Random): Point[] {
  const middle = drawPlace(cell, random)
  const turns = 3 + Math.floor(random() * 3)
  const size = pickRandom(random, [200, 1000, 4000, 12_000])
  const corners = Array.from({ length: turns }, (_, i): Point => {
    const angle = (2 * Math.PI * (i + random() * 0.8)) / turns
    // some corners are vertices, so that rings touch borders in a point
    return random() < 0.15
      ? pickVertex(cell, random)
      : [Math.round(middle[0] + Math.cos(angle) * size), Math.round(middle[1] + Math.sin(angle) * size)]
  })
  return [...corners, ...corners.slice(0, 1)]
}

/** Draws a line whose points are vertices, places beside vertices, places on edges, or anywhere. */
function drawLine(cell: Cell, random: Random): Point[] {
  const count = 2 + Math.floor(random() * 3)
  const points = Array.from({ length: count }, () => drawPlace(cell, random))
  // most lines begin and end on a border or beyond it
  if (random() < 0.5) points[0] = pickVertex(cell, random)
  if (random() < 0.5) points[count - 1] = pickVertex(cell, random)
  return points
}

function drawPlace(cell: Cell, random: Random): Point {
  const draw = random()
  if (draw < 0.2) return pickVertex(cell, random)
  if (draw < 0.4) return moveBy(pickVertex(cell, random), random)
  if (draw < 0.6) {
    const ring = pickRandom(random, pickRandom(random, cell.shape))
    const i = Math.floor(random() * ring.length)
    const [a, b] = [ring[i] ?? [0, 0], ring[(i + 1) % ring.length] ?? [0, 0]]
    const part = random()
    const at: Point = [Math.round(a[0] + part * (b[0] - a[0])), Math.round(a[1] + part * (b[1] - a[1]))]
    return random() < 0.5 ? at : moveBy(at, random)
  }
  const [west, south, east, north] = getShapeBox(cell.shape)
  const within = (low: number, high: number) => Math.round(low + (1.4 * random() - 0.2) * (high - low))
  return [within(west, east), within(south, north)]
}

const pickVertex = (cell: Cell, random: Random): Point =>
  pickRandom(random, pickRandom(random, pickRandom(random, cell.shape)))

function moveBy([x, y]: Point, random: Random): Point {
  const reach = 2 * pickRandom(random, DISTANCES)
  return [Math.round(x + (random() - 0.5) * reach), Math.round(y + (random() - 0.5) * reach)]
}

const toPairs = (line: Line): [number, number][] => line.map(([x, y]) => [x, y])
