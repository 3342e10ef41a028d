import type { CellSet } from '#shared/geometry/cell-set.ts'
import type { Line, Point, Ring } from '#shared/geometry/lattice.ts'
import { getShapeBox } from '#shared/geometry/shapes/shape-box.ts'
import { choosePixel, drawFreehand, PIXELS } from './human-cuts.ts'
import { pickRandom, type Random } from './random-operations.ts'

/** A new course of a part of a border as a person draws it. */
export interface HumanRedraw {
  cell: number
  line: Line
}

/**
 * Draws a new course with a pressed mouse button: it leaves the border of a random cell, runs beside it on one side or
 * the other, and comes back after a tenth to a half of the way round. The page snaps both ends to the border.
 */
export function drawHumanRedraw(set: CellSet, random: Random): HumanRedraw {
  const cells = [...set.cells.values()].filter(({ shape }) => shape.length === 1)
  const cell = pickRandom(random, cells)
  const ring = cell.shape[0]?.[0] ?? []
  const [west, south, east, north] = getShapeBox(cell.shape)
  const pixel = choosePixel(pickRandom(random, PIXELS), east - west, north - south)
  const around = measureAround(ring)
  const start = random() * around
  const length = (0.1 + 0.4 * random()) * around
  const aside = (random() - 0.5) * 0.5 * Math.min(east - west, north - south)
  const steps = 2 + Math.floor(random() * 3)
  const course = Array.from({ length: steps + 1 }, (_, i): Point => {
    const { at, normal } = findPlaceOnRing(ring, start + (length * i) / steps)
    if (i === 0 || i === steps) return at
    return [Math.round(at[0] + normal[0] * aside), Math.round(at[1] + normal[1] * aside)]
  })
  return { cell: cell.id, line: [...course.slice(0, 1), ...drawFreehand(course, random, pixel).slice(1)] }
}

const measureAround = (ring: Ring): number =>
  ring.reduce((sum, [x, y], i) => {
    const [nextX, nextY] = ring[(i + 1) % ring.length] ?? [x, y]
    return sum + Math.hypot(nextX - x, nextY - y)
  }, 0)

/** Returns the point at a distance along a ring, and the unit vector to its left. */
function findPlaceOnRing(ring: Ring, distance: number): { at: Point; normal: [number, number] } {
  let rest = distance % measureAround(ring)
  for (const [i, a] of ring.entries()) {
    const b = ring[(i + 1) % ring.length] ?? a
    const [dx, dy] = [b[0] - a[0], b[1] - a[1]]
    const length = Math.hypot(dx, dy)
    if (rest <= length) {
      const part = rest / length
      return {
        at: [Math.round(a[0] + part * dx), Math.round(a[1] + part * dy)],
        normal: [-dy / length, dx / length],
      }
    }
    rest -= length
  }
  return { at: ring[0] ?? [0, 0], normal: [0, 1] }
}
