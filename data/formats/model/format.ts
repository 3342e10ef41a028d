import type { StatedCrs } from '../../coordinates/stated-crs.ts'
import type { FileRemarkCode } from '#shared/contract/transfer/file-remarks.ts'
import type { RowReason } from '#shared/contract/transfer/row-reasons.ts'
import type { FileSource } from '../io/file-source.ts'

/** A value as a file gives it; days come as 'YYYY-MM-DD'. */
export type AttributeValue = string | number | boolean | null

/** x, y and perhaps more, in the file's own coordinate system. */
export type RawPosition = readonly number[]

export type RawGeometry =
  | ({ kind: 'points'; points: readonly RawPosition[] } & Remarked)
  | ({ kind: 'lines'; lines: readonly (readonly RawPosition[])[] } & Remarked)
  /** `sorted: false`: each ring stands alone, and only how they lie in each other tells which are holes. */
  | ({
      kind: 'areas'
      polygons: readonly (readonly (readonly RawPosition[])[])[]
      sorted: boolean
    } & Remarked)
  | { kind: 'other'; name: string }

interface Remarked {
  /** What was left out or bent when the shape was read. */
  remarks?: readonly RowProblem[]
}

export interface RowProblem {
  code: RowReason
  details?: Readonly<Record<string, string | number>>
}

export interface RawFeature {
  /** Place in the file as a person finds it: the number of a table's row as spreadsheets show it, else from 1. */
  row: number
  properties: Readonly<Record<string, AttributeValue>>
  geometry: RawGeometry | null
  /** What was wrong with the row as such, before anyone asks what it means. */
  problems: readonly RowProblem[]
}

export interface EncodingDetection {
  /** WHATWG label, or `mixed`: each text as whichever it is. */
  used: string
  /** What the file says of itself. */
  stated: string | null
  /** Of the texts beyond ASCII, how many are valid as what. */
  evidence: { texts: number; utf8: number; gb18030: number }
}

/** Something to say about how a layer was read. */
export interface FileRemark {
  code: FileRemarkCode
  details: Readonly<Record<string, string | number>>
}

export interface FileLayer {
  name: string
  /** Column names in the file's order; null: only the rows tell. */
  fields: readonly string[] | null
  /** Rows, if the file says. */
  count: number | null
  crs: StatedCrs | null
  encoding: EncodingDetection | null
  /** Of the file inside an archive, where there are several. */
  format?: FormatId
  /** What the file as a whole is missing, or how it was read. */
  remarks?: readonly FileRemark[]
  /** In bunches, so that a million rows do not wait a million times. May be asked for again. */
  features(): AsyncIterable<readonly RawFeature[]>
}

export interface OpenOptions {
  /** Overrides what the file says and shows. WHATWG label, e.g. 'gb18030'. */
  encoding?: string | undefined
  /** Of a table: the row that holds the names of the columns, from 1; found out without it. */
  headRow?: number | undefined
}

export interface OpenedFile {
  layers: readonly FileLayer[]
  close(): Promise<void>
}

/** Rows in a bunch. */
export const BATCH_ROWS = 500

export const formatIds = [
  'shapefile',
  'geojson',
  'geojsonseq',
  'geopackage',
  'kml',
  'csv',
  'xlsx',
  'flatgeobuf',
  'osm',
] as const
export type FormatId = (typeof formatIds)[number]

/** How files of one kind are read; see formats.ts for the list. */
export interface FormatReader {
  id: FormatId
  label: string
  /** Whether a file is of this kind, by its first bytes and, in doubt, its name. */
  recognises(file: FileSource, head: Uint8Array): boolean | Promise<boolean>
  open(file: FileSource, options: OpenOptions): Promise<OpenedFile>
}
