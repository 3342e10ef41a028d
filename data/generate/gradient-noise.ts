/**
 * Smooth noise in about [-1, 1] over the plane, one feature per unit length (Perlin's gradient noise with eight fixed
 * gradients). Only + − × and integer hashing, so that it is the same on every machine.
 */
export function gradientNoise(seed: number, x: number, y: number): number {
  const ix = Math.floor(x), iy = Math.floor(y)
  const fx = x - ix, fy = y - iy
  const sx = fx * fx * fx * (fx * (fx * 6 - 15) + 10)
  const sy = fy * fy * fy * (fy * (fy * 6 - 15) + 10)
  const low = mix(slope(seed, ix, iy, fx, fy), slope(seed, ix + 1, iy, fx - 1, fy), sx)
  const high = mix(slope(seed, ix, iy + 1, fx, fy - 1), slope(seed, ix + 1, iy + 1, fx - 1, fy - 1), sx)
  return mix(low, high, sy) * 1.5
}

function mix(a: number, b: number, t: number): number {
  return a + (b - a) * t
}

function slope(seed: number, ix: number, iy: number, dx: number, dy: number): number {
  let h = Math.imul(seed ^ Math.imul(ix, 0x27d4eb2f), 0x9e3779b1) ^ Math.imul(iy, 0x165667b1)
  h = Math.imul(h ^ (h >>> 15), 0x85ebca6b)
  h ^= h >>> 13
  switch (h & 7) {
    case 0: return dx
    case 1: return -dx
    case 2: return dy
    case 3: return -dy
    case 4: return (dx + dy) * 0.70710678
    case 5: return (dx - dy) * 0.70710678
    case 6: return (dy - dx) * 0.70710678
    default: return (-dx - dy) * 0.70710678
  }
}
