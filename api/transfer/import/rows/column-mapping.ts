/** Which column of a file goes into which field, and where the shapes come from. */
export interface ColumnMapping {
  /** Column by field key. */
  fields: Readonly<Record<string, string>>
  geometry: GeometrySource
}

export type GeometrySource =
  | { from: 'file' }
  /** `x` east or longitude, `y` north or latitude. */
  | { from: 'columns'; x: string; y: string }
  | { from: 'wkt'; column: string }
  | { from: 'none' }
