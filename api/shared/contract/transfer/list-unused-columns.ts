import type { ImportMapping } from './import-report.ts'

/** Returns the columns of a file that an import makes no use of. */
export function listUnusedColumns({
  columns,
  mapping: { fields, geometry },
}: {
  columns: readonly string[]
  mapping: ImportMapping
}): string[] {
  const used = new Set<string>(Object.values(fields))
  if (geometry.from === 'columns') used.add(geometry.x).add(geometry.y)
  if (geometry.from === 'wkt') used.add(geometry.column)
  return columns.filter((column) => !used.has(column))
}
