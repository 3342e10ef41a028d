import type { DetectedLayer } from '#shared/contract/transfer/import-report.ts'
import type { FileReason } from '#shared/contract/transfer/file-reasons.ts'
import type { ExportPlan } from '../export/plan-export.ts'
import type { CityVersion } from '../tables/open-city-tables.ts'
import type { DryRunReport } from '../import/staging/import-report.ts'
import type { ImportRequest } from '../import/import-request.ts'
import type { detectInspectedLayer } from '../import/detect-layer.ts'
import type { PastTableId, TableId } from '../tables/tables.ts'

/** The messages between the API and the worker thread that reads and writes files. */

export type TransferTask =
  | { kind: 'inspect'; file: TransferFile }
  | { kind: 'prepare'; file: TransferFile; folder: string; request: ImportRequest; city: CityVersion }
  | { kind: 'detect'; file: TransferFile; request: DetectionRequest; city: CityVersion }
  | { kind: 'preview'; file: TransferFile; request: ImportRequest; crs: string }
  | { kind: 'export'; path: string; plan: ExportPlan }

export type DetectionRequest = Parameters<typeof detectInspectedLayer>[1]

export interface TransferFile {
  path: string
  /** The name of the file for its owner. */
  name: string
  /** Folder in which the inspections of the file are saved. */
  inspections: string
}

export interface TransferResults {
  inspect: { format: string; layers: DetectedLayer[] }
  prepare: DryRunReport
  detect: Awaited<ReturnType<typeof detectInspectedLayer>>
  /** GeoJSON as text. */
  preview: string
  export: { features: number }
}

/** The outcome of a task; a file that is rejected is a value, as an error class cannot cross threads. */
export type TransferOutcome =
  | { result: TransferResults[TransferTask['kind']] }
  | { rejected: { code: FileReason; details: Readonly<Record<string, string | number>> } }

/** Features that are done, and how many there are in all if that is known. */
export interface TransferProgress {
  done: number
  total: number | null
}

/** A page of a table, which the worker reads through the thread that has the database. */
export interface TransferPageRequest {
  table: TableId | PastTableId
  after: number
}
