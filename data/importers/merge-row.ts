import type { Target } from '#shared/contract/transfer-targets.ts'
import type { RowProblem } from '../formats/format.ts'
import type { Value } from './columns/read-value.ts'

export type Fields = Record<string, Value>

/**
 * The fields of a row after an import: what the file gives, else what stands, else the field's fallback. An empty cell
 * clears a field that may be empty. Fields whose meaning needs more than the cell (code, unit, seat, …) are the caller's.
 */
export function mergeRow(target: Target, standing: Readonly<Fields> | null, values: Readonly<Fields>, problems: RowProblem[]): Fields {
  const merged: Fields = {}
  for (const { key, zh, required, fallback, helper } of target.fields) {
    if (helper) continue
    const given = values[key]
    const mayBeEmpty = fallback === undefined && required !== true
    const value = given !== undefined && (given !== null || mayBeEmpty) ? given : standing?.[key] ?? fallback ?? null
    if (value === null && required) problems.push({ code: 'value_missing', details: { field: zh } })
    merged[key] = value
  }
  return merged
}

/** Whether two rows say the same; keys in any order, absent ones count as null. */
export function sameRow(one: Readonly<Fields>, other: Readonly<Fields>): boolean {
  return [...new Set([...Object.keys(one), ...Object.keys(other)])].every((key) => canonical(one[key] ?? null) === canonical(other[key] ?? null))
}

function canonical(value: Value): string {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return JSON.stringify(value)
  return JSON.stringify(Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))))
}
