import { int32At, uint32At } from '../../geometry/at.ts'
import type { FlatLines } from '../../geometry/flat-lines.ts'

/** Lattice units within which the end of a road is snapped to another road: about half a metre. */
export const ROAD_SNAP_DISTANCE = 50

/**
 * Returns the points of the lines; an end within half a metre of another vertex is moved onto it, because
 * files that were reprojected or drawn by hand have small offsets. Of several vertices the westernmost, then
 * southernmost is chosen, so that all nearby ends agree.
 */
export function snapRoadEnds({ xy, lineStart }: FlatLines, walkable: Uint8Array): Int32Array {
  const joined = xy.slice()
  const cells = new Map<number, number[]>()
  const cellOf = (x: number, y: number) =>
    Math.floor(x / ROAD_SNAP_DISTANCE) * ROWS + Math.floor(y / ROAD_SNAP_DISTANCE)
  walkable.forEach((can, road) => {
    if (can !== 1) return
    for (let i = uint32At(lineStart, road); i < uint32At(lineStart, road + 1); i++) {
      const cell = cellOf(int32At(xy, 2 * i), int32At(xy, 2 * i + 1))
      const list = cells.get(cell)
      if (list === undefined) cells.set(cell, [i])
      else list.push(i)
    }
  })
  walkable.forEach((can, road) => {
    if (can !== 1 || uint32At(lineStart, road + 1) - uint32At(lineStart, road) < 2) return
    for (const end of [uint32At(lineStart, road), uint32At(lineStart, road + 1) - 1]) {
      let [x, y] = [int32At(xy, 2 * end), int32At(xy, 2 * end + 1)]
      // the target vertex may itself have been moved
      for (let step = 0; step < MAX_STEPS; step++) {
        const [nextX, nextY] = leastNear(x, y)
        if (nextX === x && nextY === y) break
        ;[x, y] = [nextX, nextY]
      }
      joined[2 * end] = x
      joined[2 * end + 1] = y
    }
  })
  return joined

  function leastNear(x: number, y: number): [number, number] {
    let [bestX, bestY] = [x, y]
    for (let dx = -1; dx <= 1; dx++) {
      for (let dy = -1; dy <= 1; dy++) {
        for (const i of cells.get(cellOf(x + dx * ROAD_SNAP_DISTANCE, y + dy * ROAD_SNAP_DISTANCE)) ?? []) {
          const [px, py] = [int32At(xy, 2 * i), int32At(xy, 2 * i + 1)]
          if (
            Math.hypot(px - x, py - y) <= ROAD_SNAP_DISTANCE &&
            (px < bestX || (px === bestX && py < bestY))
          )
            [bestX, bestY] = [px, py]
        }
      }
    }
    return [bestX, bestY]
  }
}

/** More rows than the world has, so that the number of a cell is unique. */
const ROWS = 2 ** 26
const MAX_STEPS = 4
