import type { Shape } from './shape.ts'
import type { CoordinateSystem } from '../../coordinates/coordinate-system.ts'
import type { AttributeValue, FormatId } from './format.ts'

/** What is written into a file: layers of rows, all in one coordinate system. */

export interface WriteField {
  /** Column name in formats that allow any. */
  name: string
  /** At most ten bytes, for .dbf. */
  short: string
  type: 'text' | 'integer' | 'real' | 'boolean' | 'day'
  /** Digits behind the point of a real; null: as many as it has. */
  decimals?: number | null
}

/** Values in the order of the fields; days as 'YYYY-MM-DD'. */
export interface WriteRow {
  values: readonly AttributeValue[]
  shape: Shape | null
}

export interface WriteLayer {
  name: string
  fields: readonly WriteField[]
  /** `none`: a table. `mixed`: shapes of the kinds in `kinds`. */
  geometry: 'point' | 'line' | 'area' | 'mixed' | 'none'
  kinds?: readonly ('point' | 'line' | 'area')[]
  /** In bunches; may be asked for several times, and gives the same each time. */
  rows(): AsyncIterable<readonly WriteRow[]>
}

export interface WriteRequest {
  layers: readonly WriteLayer[]
  system: CoordinateSystem
  /** Whatever goes beside the data: revision, date, source, and that a shifted system is one. */
  metadata: Readonly<Record<string, string | number | boolean>>
  /** For text files and .dbf: 'utf-8' or 'gb18030'. */
  encoding: 'utf-8' | 'gb18030'
  /** A new file. */
  path: string
  signal?: AbortSignal | undefined
}

/** Tiles are written and not read back: they are cut at the edges of tiles, and not exact. */
export type WriterId = FormatId | 'pmtiles'

export interface FormatWriter<Id extends WriterId = WriterId> {
  id: Id
  label: string
  extension: string
  mediaType: string
  /** Several layers fit into one file. */
  many: boolean
  /** Tables without shapes can be written. */
  tables: boolean
  /** The only coordinate systems it knows; every one when it is not said. */
  systems?: readonly string[]
  write(request: WriteRequest): Promise<void>
}
