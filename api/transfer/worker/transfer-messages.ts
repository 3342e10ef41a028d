import type { DetectedLayer } from '#shared/contract/transfer/import-report.ts'
import type { FileReason } from '#shared/contract/transfer/reasons.ts'
import type { ExportPlan } from '../export/plan-export.ts'
import type { CityVersion } from '../tables/open-city-tables.ts'
import type { DryRunReport } from '../import/staging/import-report.ts'
import type { ImportRequest } from '../import/import-request.ts'
import type { detectLayerInFile } from '../import/detect-layer.ts'
import type { TablePage } from '../tables/read-table-pages.ts'
import type { PastTableId, TableId } from '../tables/tables.ts'

/** What the thread that reads and writes files is asked, and what it says. */

export type TransferTask =
  | { kind: 'inspect'; file: TransferFile; encoding: string | undefined }
  | { kind: 'prepare'; file: TransferFile; folder: string; request: ImportRequest; city: CityVersion }
  | { kind: 'look'; file: TransferFile; request: DetectionRequest; city: CityVersion }
  | { kind: 'preview'; file: TransferFile; request: ImportRequest; crs: string }
  | { kind: 'export'; path: string; plan: ExportPlan }

export type DetectionRequest = Parameters<typeof detectLayerInFile>[1]

export interface TransferFile {
  path: string
  name: string
}

export interface TransferResults {
  inspect: { format: string; layers: DetectedLayer[] }
  prepare: { report: DryRunReport; fileSha256: string }
  look: Awaited<ReturnType<typeof detectLayerInFile>>
  /** GeoJSON as text. */
  preview: string
  export: { features: number }
}

export type TransferWorkerMessage =
  | { say: 'read'; id: number; table: TableId | PastTableId; after: number }
  | { say: 'progress'; done: number; total: number | null }
  | { say: 'done'; outcome: TransferResults[TransferTask['kind']] }
  | { say: 'refused'; code: FileReason; details: Readonly<Record<string, string | number>> }
  | { say: 'failed'; message: string }

export interface TransferWorkerReply {
  id: number
  page: TablePage | null
}
