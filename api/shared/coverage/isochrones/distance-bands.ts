import { contours } from 'd3-contour'
import type { SampleRaster } from './sample-raster.ts'

/** Area between two distances. Degrees; rings are closed, the outer one first. */
export interface DistanceBand {
  /** Metres; null: from nothing, and without end or without any way. */
  from: number | null
  to: number | null
  polygons: [number, number][][][]
}

/** Digits of degrees: a metre, finer than any sample. */
const DIGITS = 1e5

/**
 * A distance surface as bands that lie beside each other and fill the areas inside. Samples without a way (NaN) lie in
 * the last band.
 *
 * @param metres of each sample
 * @param inside of each sample, see `insideDistance`
 * @param sampleMetres between two samples
 */
export function computeDistanceBands(
  grid: SampleRaster,
  metres: ArrayLike<number>,
  inside: ArrayLike<number>,
  limits: readonly number[],
  sampleMetres: number,
): DistanceBand[] {
  const trace = contours().size([grid.columns, grid.rows])
  const far = (limits.at(-1) ?? 0) * 1000 + 1e6
  return [null, ...limits].map((from, band) => {
    const to = limits[band] ?? null
    // how far within the band, in samples: where it is nothing, the band ends
    const within = Array.from({ length: grid.columns * grid.rows }, (_, i) => {
      const distance = Number.isNaN(metres[i]) ? far : metres[i]
      return Math.min(
        inside[i],
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

/** Never more than a sample: where a river parts what is near from what no way leads to, both bands end halfway. */
const clamped = (samples: number): number => Math.min(1, Math.max(-1, samples))

/** A sample stands in the middle of its cell of d3-contour: half a step in; there is nothing beyond the outermost. */
function toDegrees(
  { west, north, stepX, stepY, columns, rows }: SampleRaster,
  x: number,
  y: number,
): [number, number] {
  const step = (at: number, count: number) => Math.min(count - 1, Math.max(0, at - 0.5))
  const degrees = (units: number) => Math.round((units / 1e7) * DIGITS) / DIGITS
  return [degrees(west + step(x, columns) * stepX), degrees(north - step(y, rows) * stepY)]
}
