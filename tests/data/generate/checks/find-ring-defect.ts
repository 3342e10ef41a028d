import type { MultiPolygon, Ring } from '#shared/geometry/lattice.ts'

/** Why a geometry breaks the rules of rings that one ring or one polygon can break alone; undefined if it keeps them. */
export function findRingDefect(geometry: MultiPolygon): string | undefined {
  if (geometry.length === 0) return 'empty'
  for (const [outer, ...holes] of geometry) {
    if (!outer) return 'no ring'
    if (twiceArea(outer) <= 0) return 'outer ring clockwise'
    for (const ring of [outer, ...holes]) {
      if (ring.length < 3) return 'too few points'
      if (ring.some(([x, y]) => !Number.isInteger(x) || !Number.isInteger(y))) return 'off the lattice'
      const seen = new Set(ring.map(([x, y]) => `${x},${y}`))
      if (seen.size !== ring.length) return 'point twice in a ring'
    }
    for (const hole of holes) {
      if (twiceArea(hole) >= 0) return 'hole counter-clockwise'
      if (!hole.some((point) => isPointInRing(outer, point[0], point[1]))) return 'hole outside'
      const onOuter = hole.filter(([x, y]) => outer.some(([ox, oy]) => ox === x && oy === y))
      if (onOuter.length > 1) return 'hole touches its ring twice'
    }
  }
  return undefined
}

function twiceArea(ring: Ring): number {
  const [ox, oy] = ring[0]!
  let twice = 0
  for (let i = 1; i + 1 < ring.length; i++) {
    const [ax, ay] = ring[i]!,
      [bx, by] = ring[i + 1]!
    twice += (ax - ox) * (by - oy) - (bx - ox) * (ay - oy)
  }
  return twice
}

export function isPointInRing(ring: Ring, x: number, y: number): boolean {
  let inside = false
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [ax, ay] = ring[j]!,
      [bx, by] = ring[i]!
    if (ay > y !== by > y && x < ax + ((bx - ax) * (y - ay)) / (by - ay)) inside = !inside
  }
  return inside
}
