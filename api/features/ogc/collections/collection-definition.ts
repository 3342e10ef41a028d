import type { CitySnapshot } from '#shared/snapshot/city-snapshot.ts'
import type { TileGeometry } from '#shared/tiles/tile-geometry.ts'

export type PropertyValue = string | number | boolean | null

export interface CollectionField {
  name: string
  /** Title in both languages. */
  title: string
  type: 'string' | 'integer' | 'number' | 'boolean' | 'date'
  role?: 'id' | 'primary-interval-start'
}

/** Rows of a table of the snapshot, served as features. */
export interface FeatureRows {
  mesh: TileGeometry
  ids: ArrayLike<number>
  /** Rows of the collection, in the order of their ids. */
  rows: Uint32Array
  /** Returns a function that reads a field of a row. */
  column(field: string): (row: number) => PropertyValue
}

export interface CollectionDefinition {
  id: string
  title: string
  shape: 'Point' | 'LineString' | 'MultiPolygon'
  fields: readonly CollectionField[]
  rows(city: CitySnapshot): FeatureRows
}

type Column = ArrayLike<PropertyValue> | ((row: number) => PropertyValue)

/** Returns a reader of columns by field name. Throws an Error for a field without a column. */
export function createColumnReader(
  byName: Readonly<Record<string, Column>>,
): (field: string) => (row: number) => PropertyValue {
  return (field) => {
    const column = byName[field]
    if (column === undefined) throw new Error(`there is no column ${field}`)
    if (typeof column === 'function') return column
    // NaN means that the value is not known
    return (row) => {
      const value = column[row] ?? null
      return typeof value === 'number' && Number.isNaN(value) ? null : value
    }
  }
}
