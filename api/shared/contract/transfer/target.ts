import type { LayerId } from '../enums.ts'
import type { LocalizedText } from './localized-text.ts'

/**
 * Targets of imports and exports, each with its fields. Column mapping, value parsing, export columns and the
 * wizard are derived from this list.
 */

export const targetIds = [
  'districts',
  'streets',
  'communities',
  'grids',
  'stations',
  'centers',
  'premises',
  'parks',
  'buildings',
  'roads',
  'waterways',
  'indicators',
  'projects',
  'candidates',
] as const
export type TargetId = (typeof targetIds)[number]

export type FieldType =
  | { kind: 'text'; limit: number }
  /** Code of a unit or grid, which spreadsheets tend to corrupt. `lengths`: allowed numbers of digits. */
  | { kind: 'code'; lengths: readonly number[] }
  /** Code of a station, centre, park, project or item: letters, digits and dashes. */
  | { kind: 'word' }
  | { kind: 'count'; most: number }
  | { kind: 'number'; least: number; most: number; decimals: number }
  | { kind: 'day' }
  /** `yes`: further words that mean it. */
  | { kind: 'truth'; yes?: readonly string[] }
  /** Allowed values, each with synonyms. */
  | { kind: 'choice'; values: Readonly<Record<string, readonly string[]>> }
  /** Several texts, separated by commas or semicolons. */
  | { kind: 'list' }
  /** A position as text, 'POINT (120.1 33.4)' or '[120.1, 33.4]', in the coordinate system of the file. */
  | { kind: 'place' }
  /** JSON as text, validated by its reader. */
  | { kind: 'json' }

export interface TargetField {
  /** Name of the attribute, and of the column in exports. */
  key: string
  /** Column name in a .dbf: at most ten bytes. */
  short: string
  zh: string
  en: string
  type: FieldType
  /** Other column names, compared without case, blanks and punctuation. */
  synonyms: readonly string[]
  /** A new row without a value is rejected. */
  required?: boolean
  /** A new row without a value is given one instead. */
  made?: true
  /** Identifies the unit of the row, or decides about another field; not stored. */
  helper?: true
  /** A tag of OpenStreetMap: no column of an office. */
  tag?: true
  /** What a template says of it beside its type. */
  note?: LocalizedText
  /** The values of a choice that a template offers; all without it. */
  offered?: readonly string[]
  /** What an example of a row holds; else it follows from the type. */
  example?: string | LocalizedText
  /** Default for a new row without a value; null if absent. */
  fallback?: string | number | boolean
}

export interface Target {
  id: TargetId
  zh: string
  en: string
  /** Map layers that an import changes. */
  layers: readonly LayerId[]
  /** Allowed shapes of a row; none: a table. */
  shapes: readonly ('point' | 'line' | 'area')[]
  fields: readonly TargetField[]
}
