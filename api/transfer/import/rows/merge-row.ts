import type { Target } from '#shared/contract/transfer/target.ts'
import type { RowProblem } from '../../../../data/formats/model/format.ts'
import type { ParsedValue } from './value-result.ts'

export type RowFields = Record<string, ParsedValue>

/**
 * The fields of a row after an import: what the file gives, else what stands, else the field's fallback. An empty cell
 * clears a field that may be empty. Fields whose meaning needs more than the cell (code, unit, seat, …) are the caller's.
 */
export function mergeRow(
  target: Target,
  standing: Readonly<RowFields> | null,
  values: Readonly<RowFields>,
  problems: RowProblem[],
): RowFields {
  const merged: RowFields = {}
  for (const { key, zh, required, fallback, helper } of target.fields) {
    if (helper) continue
    const given = values[key]
    const mayBeEmpty = fallback === undefined && required !== true
    const value =
      given !== undefined && (given !== null || mayBeEmpty) ? given : (standing?.[key] ?? fallback ?? null)
    if (value === null && required) problems.push({ code: 'value_missing', details: { field: zh } })
    merged[key] = value
  }
  return merged
}

/** Whether two rows say the same; keys in any order, absent ones count as null. */
export function isSameRow(one: Readonly<RowFields>, other: Readonly<RowFields>): boolean {
  return listChangedFields(one, other).length === 0
}

/** The keys in which two rows differ. */
export function listChangedFields(one: Readonly<RowFields>, other: Readonly<RowFields>): string[] {
  return [...new Set([...Object.keys(one), ...Object.keys(other)])].filter(
    (key) => canonical(one[key] ?? null) !== canonical(other[key] ?? null),
  )
}

function canonical(value: ParsedValue): string | number | boolean | null {
  if (typeof value !== 'object' || value === null) return value
  // no text begins like this: see read-value.ts
  if (Array.isArray(value)) return `\0${JSON.stringify(value)}`
  return `\0${JSON.stringify(Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))))}`
}
