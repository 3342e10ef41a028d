import { numberAt } from '../../geometry/at.ts'
import { contours } from 'd3-contour'
import type { Checkpoint } from '../reach/distance-matrix.ts'
import type { SampleRaster } from './sample-raster.ts'

/** Area between two distances. Rings in degrees, closed, outer ring first. */
export interface DistanceBand {
  /** Metres; null: unbounded, or unreachable. */
  from: number | null
  to: number | null
  polygons: [number, number][][][]
}

/** Rounding of degrees: about one metre, finer than any sample. */
const DIGITS = 1e5

/**
 * Converts sampled distances to adjacent bands (isobands) that fill the given areas. Unreachable samples
 * (NaN) belong to the last band.
 *
 * @param metres distance of each sample
 * @param inside signed border distance of each sample, see `computeSignedBorderDistances`
 * @param sampleMetres metres between two samples
 */
export function computeDistanceBands(
  grid: SampleRaster,
  metres: ArrayLike<number>,
  inside: ArrayLike<number>,
  limits: readonly number[],
  sampleMetres: number,
  checkpoint: Checkpoint = () => undefined,
): DistanceBand[] {
  const trace = contours().size([grid.columns, grid.rows])
  const far = (limits.at(-1) ?? 0) * 1000 + 1e6
  return [null, ...limits].map((from, band) => {
    checkpoint()
    const to = limits[band] ?? null
    // distance inside the band in samples; the band ends where it is 0
    const within = Array.from({ length: grid.columns * grid.rows }, (_, i) => {
      const distance = Number.isNaN(numberAt(metres, i)) ? far : numberAt(metres, i)
      return Math.min(
        numberAt(inside, i),
        from === null ? 1 : clamped((distance - from) / sampleMetres),
        to === null ? 1 : clamped((to - distance) / sampleMetres),
      )
    })
    const { coordinates } = trace.contour(within, 0)
    return {
      from,
      to,
      polygons: coordinates.map((polygon) =>
        polygon.map((ring) => ring.map(([x = 0, y = 0]) => toDegrees(grid, x, y))),
      ),
    }
  })
}

/**
 * Limits the value to one sample, so that at a river between reachable and unreachable samples both bands end
 * halfway.
 */
const clamped = (samples: number): number => Math.min(1, Math.max(-1, samples))

/**
 * d3-contour places a sample at the centre of its cell, half a step in, and has no values beyond the
 * outermost samples.
 */
function toDegrees(
  { west, north, stepX, stepY, columns, rows }: SampleRaster,
  x: number,
  y: number,
): [number, number] {
  const step = (at: number, count: number) => Math.min(count - 1, Math.max(0, at - 0.5))
  const degrees = (units: number) => Math.round((units / 1e7) * DIGITS) / DIGITS
  return [degrees(west + step(x, columns) * stepX), degrees(north - step(y, rows) * stepY)]
}
