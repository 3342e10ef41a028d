import { snapToLattice, type Point } from '#shared/geometry/lattice.ts'
import { WORLD_SIZE, toWorldX, toWorldY } from '#shared/tiles/world-coordinates.ts'
import type { Camera } from '../../state/map.store.ts'

/** From lattice to the pixels of the map and back, for one view. North is up. */
export interface Projection {
  /** Pixels of one world unit. */
  scale: number
  /** Pixels of the point that has world coordinates 0, 0 relative to `origin`. */
  left: number
  top: number
  toPixels(point: Point): { x: number; y: number }
  /** Degrees of a pixel. */
  toDegrees(pixel: { x: number; y: number }): { lon: number; lat: number }
}

/** World units near which shapes are drawn: small numbers keep their precision in a path. */
export interface Origin {
  x: number
  y: number
}

export function createProjection(
  { lon, lat, zoom }: Camera,
  size: { width: number; height: number },
  origin: Origin,
): Projection {
  const scale = (512 * 2 ** zoom) / WORLD_SIZE
  // not rounded to world units: at the closest view that would be seen as trembling
  const x = (lon / 360 + 0.5) * WORLD_SIZE
  const sine = Math.sin((lat * Math.PI) / 180)
  const y = (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * WORLD_SIZE
  const left = size.width / 2 + (origin.x - x) * scale
  const top = size.height / 2 + (origin.y - y) * scale
  return {
    scale,
    left,
    top,
    toPixels: ([px, py]) => ({
      x: left + (toWorldX(px) - origin.x) * scale,
      y: top + (toWorldY(py) - origin.y) * scale,
    }),
    toDegrees({ x: px, y: py }) {
      const worldX = origin.x + (px - left) / scale
      const worldY = origin.y + (py - top) / scale
      const latitude = Math.atan(Math.sinh(Math.PI * (1 - (2 * worldY) / WORLD_SIZE)))
      return { lon: (worldX / WORLD_SIZE - 0.5) * 360, lat: (latitude * 180) / Math.PI }
    },
  }
}

export const toOrigin = ([x, y]: Point): Origin => ({ x: toWorldX(x), y: toWorldY(y) })

export const toLatticePoint = ({ lon, lat }: { lon: number; lat: number }): Point => snapToLattice(lon, lat)

/** Lattice units north under one pixel, and how many times as many there are east. */
export function computeUnitsPerPixel({ lat, zoom }: Camera): { north: number; stretch: number } {
  const stretch = Math.cos((lat * Math.PI) / 180)
  return { north: (3.6e9 / (512 * 2 ** zoom)) * stretch, stretch }
}
