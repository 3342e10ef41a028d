import type { Box } from '../../geometry/lattice.ts'
import { computeScaleAt } from '../../geometry/measure.ts'

/**
 * Samples along the longer side: resolves circles of 300 m when a street fills the screen, and is fast to
 * measure.
 */
const MAX_SAMPLES_PER_SIDE = 200

/** A regular raster of sample points, row by row from the north-west. */
export interface SampleRaster {
  columns: number
  rows: number
  /** Lattice x and y of the first point, and the steps to the next ones; y decreases by row. */
  west: number
  north: number
  stepX: number
  stepY: number
}

/** Creates a raster that covers a lattice box with equal metric distances in both directions. */
export function createSampleRaster([west, south, east, north]: Box): SampleRaster {
  const scale = computeScaleAt((south + north) / 2)
  const [width, height] = [(east - west) * scale.x, (north - south) * scale.y]
  const metres = Math.max(width, height, 1) / (MAX_SAMPLES_PER_SIDE - 1)
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

/** Returns the interleaved lattice x, y of all samples. */
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
