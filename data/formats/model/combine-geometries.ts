import type { RawGeometry, RowProblem } from './format.ts'

/**
 * Returns several shapes of one row as one. Points beside areas or lines mark where a label stands: they are left out, and
 * counted. Areas with lines are neither: `name` says what they are. null: there is none.
 */
export function combineGeometries(parts: readonly RawGeometry[], name: string): RawGeometry | null {
  const [first] = parts
  if (first === undefined) return null
  if (parts.length === 1) return first
  const areas = parts.filter((part) => part.kind === 'areas')
  const lines = parts.filter((part) => part.kind === 'lines')
  const points = parts.filter((part) => part.kind === 'points').flatMap((part) => part.points)
  const isMixed = parts.some(({ kind }) => kind === 'other') || (areas.length > 0 && lines.length > 0)
  if (isMixed) return { kind: 'other', name }
  const remarks = sumRemarks([
    ...parts.flatMap((part) => (part.kind === 'other' ? [] : (part.remarks ?? []))),
    ...(points.length > 0 && areas.length + lines.length > 0
      ? [{ code: 'label_points_left', details: { count: points.length } } as const]
      : []),
  ])
  const about = remarks.length > 0 ? { remarks } : {}
  if (areas.length > 0)
    return {
      kind: 'areas',
      polygons: areas.flatMap(({ polygons }) => polygons),
      sorted: areas.every(({ sorted }) => sorted),
      ...about,
    }
  if (lines.length > 0) return { kind: 'lines', lines: lines.flatMap((part) => part.lines), ...about }
  return { kind: 'points', points, ...about }
}

/** Returns one remark of each kind, with the sum of the counts. */
export function sumRemarks(remarks: readonly RowProblem[]): RowProblem[] {
  const counts = new Map<RowProblem['code'], number>()
  for (const { code, details } of remarks)
    counts.set(code, (counts.get(code) ?? 0) + Number(details?.['count'] ?? 1))
  return [...counts].map(([code, count]) => ({ code, details: { count } }))
}
