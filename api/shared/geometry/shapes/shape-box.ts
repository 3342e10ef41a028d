import { itemAt } from '../at.ts'
import type { Box, MultiPolygon } from '../lattice.ts'

const cache = new WeakMap<MultiPolygon, Box>()

/** Returns the box of a shape; cached, because shapes are immutable. */
export function getShapeBox(shape: MultiPolygon): Box {
  let box = cache.get(shape)
  if (box === undefined) cache.set(shape, (box = findBox(shape)))
  return box
}

function findBox(shape: MultiPolygon): Box {
  let west = Infinity
  let south = Infinity
  let east = -Infinity
  let north = -Infinity
  for (const polygon of shape) {
    for (const [x, y] of itemAt(polygon, 0)) {
      west = Math.min(west, x)
      south = Math.min(south, y)
      east = Math.max(east, x)
      north = Math.max(north, y)
    }
  }
  return [west, south, east, north]
}
