const cache = new WeakMap<readonly string[], Uint32Array>()

/** Returns the rows of a table sorted by code. Tables are immutable, so the result is cached. */
export function sortRowsByCode(codes: readonly string[]): Uint32Array {
  const cached = cache.get(codes)
  if (cached !== undefined) return cached
  const rows = Uint32Array.from(codes.keys()).sort((a, b) => (codes[a]! < codes[b]! ? -1 : 1))
  cache.set(codes, rows)
  return rows
}
