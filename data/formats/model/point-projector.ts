import { type Point, toDegrees } from '#shared/geometry/lattice.ts'
import type { CoordinateSystem } from '../../coordinates/coordinate-system.ts'

/** Places of the lattice as numbers to write: a tenth of a millimetre, so that reading finds the very same place. */
export function createPointProjector(system: CoordinateSystem): (point: Point) => [x: number, y: number] {
  const isPlain = system.id === 'EPSG:4326' || system.id === 'EPSG:4490'
  const digits = system.unit === 'metre' ? 1e4 : 1e9
  return ([x, y]) => {
    const [longitude, latitude] = [toDegrees(x), toDegrees(y)]
    // degrees of the lattice are written as they are: the shortest text that gives the same number
    if (isPlain) return [longitude, latitude]
    const [east, north] = system.fromDegrees(longitude, latitude)
    return [Math.round(east * digits) / digits, Math.round(north * digits) / digits]
  }
}
