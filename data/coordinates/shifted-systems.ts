import gcoord from 'gcoord'
import type { CoordinateSystem } from './coordinate-system.ts'

/**
 * The two systems of Chinese online maps, shifted from the truth by a formula: GCJ-02 (高德, 腾讯, most boundary files
 * on the web) by about 500 m here, BD-09 (百度) by about 1.2 km.
 */

export const gcj02 = shifted('GCJ-02', '高德 / 腾讯 GCJ-02', (longitude, latitude) =>
  gcoord.transform([longitude, latitude], gcoord.WGS84, gcoord.GCJ02),
)

export const bd09 = shifted('BD-09', '百度 BD-09', (longitude, latitude) =>
  gcoord.transform([longitude, latitude], gcoord.WGS84, gcoord.BD09),
)

/** A hundredth of a lattice unit. */
const PRECISE_ENOUGH = 1e-9

function shifted(
  id: string,
  label: string,
  shift: (longitude: number, latitude: number) => number[],
): CoordinateSystem {
  const fromDegrees = (longitude: number, latitude: number): [number, number] => {
    const [x, y] = shift(longitude, latitude)
    return [x!, y!]
  }
  return {
    id,
    label,
    unit: 'degree',
    fromDegrees,
    // the shift has no inverse formula: walk back until the shifted place is the one that was given (3 to 5 steps)
    toDegrees(x, y) {
      // metres or damaged numbers: no place is shifted there, and the walk would not end at one
      if (!(Math.abs(x) <= 180 && Math.abs(y) <= 90)) return [x, y]
      let [longitude, latitude] = [x, y]
      for (let step = 0; step < 30; step++) {
        const [atX, atY] = fromDegrees(longitude, latitude)
        const [dx, dy] = [atX - x, atY - y]
        longitude -= dx
        latitude -= dy
        if (Math.abs(dx) < PRECISE_ENOUGH && Math.abs(dy) < PRECISE_ENOUGH) break
      }
      return [longitude, latitude]
    },
  }
}
