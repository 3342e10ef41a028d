/** Returns the row of an id; -1 for null and for ids that no row has. */
export type RowLookup = (id: number | null) => number

export function createRowLookup(ids: Uint32Array): RowLookup {
  const rows = new Map<number, number>()
  ids.forEach((id, row) => rows.set(id, row))
  return (id) => (id === null ? -1 : (rows.get(id) ?? -1))
}
