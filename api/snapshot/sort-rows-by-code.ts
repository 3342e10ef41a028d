const known = new WeakMap<readonly string[], Uint32Array>()

/** Rows of a table in the order of their codes; sorted when it is first asked for, since tables do not change. */
export function sortRowsByCode(codes: readonly string[]): Uint32Array {
  const before = known.get(codes)
  if (before !== undefined) return before
  const rows = Uint32Array.from(codes.keys()).sort((a, b) => (codes[a]! < codes[b]! ? -1 : 1))
  known.set(codes, rows)
  return rows
}
