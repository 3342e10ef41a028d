import type { Box } from '../../geometry/lattice.ts'
import { computeScaleAt } from '../../geometry/measure.ts'

/** Along the longer side: fine enough for circles of 300 m once a street fills the screen, and quick to measure. */
const MOST_ALONG = 200

/** Where a surface is measured: points at regular distances, row by row from the north-west. */
export interface SampleRaster {
  columns: number
  rows: number
  /** Lattice x and y of the first point, and how far the next ones are: y runs southwards. */
  west: number
  north: number
  stepX: number
  stepY: number
}

/** Samples that cover a box of the lattice, equally far apart in metres both ways. */
export function createSampleRaster([west, south, east, north]: Box): SampleRaster {
  const scale = computeScaleAt((south + north) / 2)
  const [width, height] = [(east - west) * scale.x, (north - south) * scale.y]
  const metres = Math.max(width, height, 1) / (MOST_ALONG - 1)
  const columns = Math.max(2, Math.round(width / metres) + 1)
  const rows = Math.max(2, Math.round(height / metres) + 1)
  return {
    columns,
    rows,
    west,
    north,
    stepX: (east - west) / (columns - 1),
    stepY: (north - south) / (rows - 1),
  }
}

/** Interleaved lattice x, y. */
export function listSamplePoints({ columns, rows, west, north, stepX, stepY }: SampleRaster): Int32Array {
  const points = new Int32Array(2 * columns * rows)
  for (let row = 0, i = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      points[i++] = Math.round(west + column * stepX)
      points[i++] = Math.round(north - row * stepY)
    }
  }
  return points
}
