import type { MultiPolygon, Point } from '#shared/geometry/lattice.ts'
import { itemAt } from '#shared/geometry/at.ts'

export interface BrickTiling {
  cells: MultiPolygon[]
  boundary: MultiPolygon
}

/** Numbers in [0, 1) from a seed, the same everywhere (mulberry32). */
export function createSeededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

/**
 * A block of columns × rows cells that share every vertex. Borders wander by up to `wave` lattice units (0: straight),
 * every other row of a brickwork is shifted, which makes T-junctions.
 *
 *     +----+----+----+
 *     |    |    |    |
 *     +--+-+--+-+--+-+
 *     |  |    |    | |
 *     +--+----+----+-+
 */
export function buildBrickwork({
  columns,
  rows,
  seed = 1,
  wave = 0,
  size = 60_000,
  steps = 4,
  origin = [1_200_000_000, 330_000_000] as Point,
}: {
  columns: number
  rows: number
  seed?: number
  wave?: number
  /** Side of a cell in lattice units. */
  size?: number
  /** Vertices along a border between two junctions. */
  steps?: number
  origin?: Point
}): BrickTiling {
  const random = createSeededRandom(seed)
  const known = new Map<string, Point[]>()
  // inner points of a border, found once and read backwards by the neighbour
  const between = (a: Point, b: Point, straight: boolean): Point[] => {
    const key = `${a} ${b}`
    const opposite = known.get(`${b} ${a}`)
    if (opposite) return opposite.toReversed()
    let inner = known.get(key)
    if (!inner) {
      inner = Array.from({ length: steps - 1 }, (_, i): Point => {
        const part = (i + 1) / steps
        // never so far that a border could cross itself or another
        const room = Math.min(wave, (0.3 * Math.hypot(b[0] - a[0], b[1] - a[1])) / steps)
        const sway = () => (straight ? 0 : (random() - 0.5) * 2 * room)
        return [
          Math.round(a[0] + (b[0] - a[0]) * part + sway()),
          Math.round(a[1] + (b[1] - a[1]) * part + sway()),
        ]
      })
      known.set(key, inner)
    }
    return inner
  }
  const cornersOfRow = (row: number): number[] => {
    const shift = row % 2 === 0 ? 0 : 0.5
    const inner = Array.from({ length: columns - 1 }, (_, i) => i + 1 - (shift ? 0.5 : 0))
    return [0, ...inner, ...(shift && columns > 1 ? [columns - 0.5] : []), columns]
  }
  const at = (x: number, row: number): Point => [origin[0] + Math.round(x * size), origin[1] + row * size]
  // junctions on the line between two rows: corners of the row below and of the row above
  const junctionsOn = (line: number): number[] => {
    const below = line > 0 ? cornersOfRow(line - 1) : []
    const above = line < rows ? cornersOfRow(line) : []
    return [...new Set([...below, ...above])].sort((p, q) => p - q)
  }
  const chain = (points: Point[], straight: boolean): Point[] =>
    points.flatMap((point, i) => {
      const next = points[i + 1]
      return next ? [point, ...between(point, next, straight)] : [point]
    })
  const cells: MultiPolygon[] = []
  for (let row = 0; row < rows; row++) {
    const corners = cornersOfRow(row)
    for (let i = 0; i + 1 < corners.length; i++) {
      const [west, east] = [itemAt(corners, i), itemAt(corners, i + 1)]
      const along = (line: number) =>
        junctionsOn(line)
          .filter((x) => x >= west && x <= east)
          .map((x) => at(x, line))
      const bottom = chain(along(row), row === 0)
      const right = chain([at(east, row), at(east, row + 1)], east === columns)
      const top = chain(along(row + 1), row + 1 === rows).reverse()
      const left = chain([at(west, row + 1), at(west, row)], west === 0)
      cells.push([[[...bottom, ...right.slice(1), ...top.slice(1), ...left.slice(1, -1)]]])
    }
  }
  const side = (line: number) =>
    chain(
      junctionsOn(line).map((x) => at(x, line)),
      true,
    )
  const east = Array.from({ length: rows + 1 }, (_, row) => at(columns, row))
  const west = Array.from({ length: rows + 1 }, (_, row) => at(0, rows - row))
  const boundary = [
    ...side(0),
    ...chain(east, true).slice(1),
    ...side(rows).reverse().slice(1),
    ...chain(west, true).slice(1, -1),
  ]
  return { cells, boundary: [[boundary]] }
}
