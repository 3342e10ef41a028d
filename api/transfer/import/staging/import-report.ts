import type { TargetId } from '#shared/contract/transfer/target.ts'
import type { EncodingDetection, FileRemark } from '../../../../data/formats/model/format.ts'
import type { CrsDetection } from '../crs/detect-crs.ts'
import type { ColumnMapping } from '../rows/column-mapping.ts'
import type { Box } from '#shared/geometry/lattice.ts'
import type { RowReason, Severity } from '#shared/contract/transfer/row-reasons.ts'
import type { Revision } from '#shared/contract/ids.ts'

/** What an import did, or would do, to one target. */
export interface TargetReport {
  /** Rows that stand in the city and not in the file. */
  absent: number
  /** The first of them. */
  absentRows: { code: string; name: string }[]
  retired: number
  /** Rows that stand in the city outside the units that the file covers. */
  notJudged: number
  /** Units that would lose all that stands in them: the first of them, and whether they keep it. */
  emptied: { code: string; name: string; rows: number; kept: boolean }[]
  /** Units that had to be made, since rows name them by code. */
  made: { districts: number; streets: number; communities: number }
  certificate: CertificateReport | null
  /** Lattice box of everything that looks different afterwards. */
  box: Box | null
  /** Layers beside the target's own that look different. */
  layers: readonly string[]
}

export interface CertificateReport {
  /** Units whose inside was looked at, and those that are tiled exactly. */
  units: number
  hold: number
  /** The others, the worst first. */
  broken: {
    code: string
    name: string
    gapsM2: number
    overlapsM2: number
    outsideM2: number
    openEdges: number
    at: string
  }[]
  /** The furthest that a border was moved, in metres. */
  movedM: number
  slivers: number
  /** Cells whose borders could not be fitted: they are as the file has them. */
  unfitted: number
  /** Land that is too wide to be mended, by kind, and how much of it somebody has decided about. */
  places: { gap: number; overlap: number; outside: number; decided: number }
}

export interface RowCounts {
  read: number
  added: number
  changed: number
  same: number
  drafted: number
  refused: number
  mended: number
  flagged: number
}

export interface ReasonCount {
  code: RowReason
  severity: Severity
  count: number
  /** The first of them, with what there is to say. */
  examples: { row: number; label: string; details: Readonly<Record<string, string | number>> }[]
}

export interface DryRunReport extends TargetReport {
  target: TargetId
  file: {
    name: string
    bytes: number
    format: string
    layer: string
    layers: string[]
    /** How it was read, where that is not evident. */
    remarks: FileRemark[]
  }
  encoding: EncodingDetection | null
  crs: CrsDetection & { used: string | null }
  mapping: ColumnMapping
  columns: string[]
  rows: RowCounts
  reasons: ReasonCount[]
  /** Revision of the city that everything was compared with. */
  baseRevision: Revision
}
