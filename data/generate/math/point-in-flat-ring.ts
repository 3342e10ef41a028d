/** Is the place inside the ring? Corners are u and v in turn (or x and y); `size` counts numbers. */
export function isPointInFlatRing(
  ring: ArrayLike<number>,
  u: number,
  v: number,
  size = ring.length,
): boolean {
  let inside = false
  let pu = ring[size - 2]!,
    pv = ring[size - 1]!
  for (let i = 0; i < size; i += 2) {
    const qu = ring[i]!,
      qv = ring[i + 1]!
    if (pv > v !== qv > v && u < pu + ((qu - pu) * (v - pv)) / (qv - pv)) inside = !inside
    pu = qu
    pv = qv
  }
  return inside
}
