import type { AttributeValue, RowProblem } from '../../../../data/formats/model/format.ts'

export type ParsedValue = string | number | boolean | null | readonly string[] | JsonValue

export type JsonValue =
  { readonly [key: string]: JsonValue } | readonly JsonValue[] | string | number | boolean | null

export type ValueResult =
  { ok: true; value: ParsedValue; note?: RowProblem } | { ok: false; problem: RowProblem }

/** Returns at most 60 characters of a value, for a report. */
export const truncateValue = (value: AttributeValue): string =>
  // not in the middle of a pair of surrogates
  String(value)
    .slice(0, 60)
    .replace(/[\ud800-\udbff]$/, '')
