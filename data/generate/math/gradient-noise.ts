/**
 * Smooth noise in about [-1, 1] over the plane, one feature per unit length (Perlin's gradient noise with eight fixed
 * gradients). Only + − × and integer hashing, so that it is the same on every machine.
 */
export function computeGradientNoise(seed: number, x: number, y: number): number {
  computeGradientNoisePair(seed, x, y, pair)
  return pair[0]!
}

const pair = new Float64Array(2)

/** Two independent noises at once, for little more than the work of one. */
export function computeGradientNoisePair(seed: number, x: number, y: number, out: Float64Array): void {
  const ix = Math.floor(x),
    iy = Math.floor(y)
  const fx = x - ix,
    fy = y - iy
  const sx = fx * fx * fx * (fx * (fx * 6 - 15) + 10)
  const sy = fy * fy * fy * (fy * (fy * 6 - 15) + 10)
  const a = hash(seed, ix, iy),
    b = hash(seed, ix + 1, iy),
    c = hash(seed, ix, iy + 1),
    d = hash(seed, ix + 1, iy + 1)
  for (let channel = 0; channel < 2; channel++) {
    const shift = channel * 5
    const sa = slope(a >>> shift, fx, fy),
      sb = slope(b >>> shift, fx - 1, fy)
    const sc = slope(c >>> shift, fx, fy - 1),
      sd = slope(d >>> shift, fx - 1, fy - 1)
    const low = sa + (sb - sa) * sx
    const high = sc + (sd - sc) * sx
    out[channel] = (low + (high - low) * sy) * 1.5
  }
}

function hash(seed: number, ix: number, iy: number): number {
  let h = Math.imul(seed ^ Math.imul(ix, 0x27d4eb2f), 0x9e3779b1) ^ Math.imul(iy, 0x165667b1)
  h = Math.imul(h ^ (h >>> 15), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return h ^ (h >>> 16)
}

function slope(h: number, dx: number, dy: number): number {
  switch (h & 7) {
    case 0:
      return dx
    case 1:
      return -dx
    case 2:
      return dy
    case 3:
      return -dy
    case 4:
      return (dx + dy) * 0.70710678
    case 5:
      return (dx - dy) * 0.70710678
    case 6:
      return (dy - dx) * 0.70710678
    default:
      return (-dx - dy) * 0.70710678
  }
}
