import { float64At, int32At, itemAt, numberAt, uint32At } from '../../geometry/at.ts'
import type { FlatPolygons } from '../../geometry/flat-polygons.ts'
import type { SampleRaster } from './sample-raster.ts'

/**
 * Returns the distance of each sample from the border of the areas, in raster steps: positive inside,
 * negative outside, absolute value at most 1. Adjacent areas count as one, because a line that crosses their
 * common border crosses it twice. The contours therefore end at the border of the city on a smooth line,
 * however coarse the raster is.
 */
export function computeSignedBorderDistances(
  { columns, rows, west, north, stepX, stepY }: SampleRaster,
  { xy, ringStart }: FlatPolygons,
): Float64Array {
  const alongRows = Array.from({ length: rows }, (): number[] => [])
  const alongColumns = Array.from({ length: columns }, (): number[] => [])
  for (let ring = 0; ring + 1 < ringStart.length; ring++) {
    for (
      let i = uint32At(ringStart, ring), j = uint32At(ringStart, ring + 1) - 1;
      i < uint32At(ringStart, ring + 1);
      j = i++
    ) {
      // in steps from the first sample
      const [ax, ay] = [(int32At(xy, 2 * j) - west) / stepX, (north - int32At(xy, 2 * j + 1)) / stepY]
      const [bx, by] = [(int32At(xy, 2 * i) - west) / stepX, (north - int32At(xy, 2 * i + 1)) / stepY]
      cross(ay, ax, by, bx, alongRows)
      cross(ax, ay, bx, by, alongColumns)
    }
  }
  for (const list of [...alongRows, ...alongColumns]) list.sort((a, b) => a - b)
  const byRow = signed(alongRows, columns)
  const byColumn = signed(alongColumns, rows)
  return Float64Array.from({ length: columns * rows }, (_, i) => {
    const [row, column] = [Math.floor(i / columns), i % columns]
    const [h, v] = [float64At(byRow, row * columns + column), float64At(byColumn, column * rows + row)]
    const [a, b] = [Math.abs(h), Math.abs(v)]
    // with crossings in both directions: height of the right-angled triangle whose legs are the two distances
    const distance = a < 1 && b < 1 && a + b > 0 ? (a * b) / Math.hypot(a, b) : Math.min(a, b)
    return Math.sign(h) * distance
  })
}

/** Adds to each raster line between a and b the position at which the edge crosses it. */
function cross(a: number, fromAcross: number, b: number, toAcross: number, lines: number[][]): void {
  const [least, most] = a < b ? [a, b] : [b, a]
  // half-open interval, so that a corner counts once
  for (let line = Math.max(0, Math.ceil(least)); line < most && line < lines.length; line++) {
    itemAt(lines, line).push(fromAcross + ((line - a) / (b - a)) * (toAcross - fromAcross))
  }
}

/** Returns for each sample of each line the distance to the nearest crossing, positive inside. */
function signed(lines: readonly number[][], samples: number): Float64Array {
  const distance = new Float64Array(lines.length * samples)
  lines.forEach((crossings, line) => {
    let passed = 0
    for (let at = 0; at < samples; at++) {
      while (passed < crossings.length && numberAt(crossings, passed) < at) passed++
      const way = Math.min(at - (crossings[passed - 1] ?? -Infinity), (crossings[passed] ?? Infinity) - at)
      distance[line * samples + at] = (passed % 2 === 1 ? 1 : -1) * Math.min(1, way)
    }
  })
  return distance
}
