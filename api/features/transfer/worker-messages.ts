import type { FoundLayer } from '#shared/contract/import-findings.ts'
import type { FileReason } from '#shared/contract/transfer-reasons.ts'
import type { ExportPlan } from '../../../data/exporters/plan-export.ts'
import type { BaseCity } from '../../../data/importers/base/city-base.ts'
import type { ImportReport, ImportRequest } from '../../../data/importers/prepare-import.ts'
import type { lookAtFile } from '../../../data/importers/understand-layer.ts'
import type { TablePage } from '../../../data/tables/read-pages.ts'
import type { PastTableId, TableId } from '../../../data/tables/tables.ts'

/** What the thread that reads and writes files is asked, and what it says. */

export type TransferTask =
  | { kind: 'inspect'; file: TaskFile; encoding: string | undefined }
  | { kind: 'prepare'; file: TaskFile; folder: string; request: ImportRequest; city: BaseCity }
  | { kind: 'look'; file: TaskFile; request: LookRequest; city: BaseCity }
  | { kind: 'preview'; file: TaskFile; request: ImportRequest; crs: string }
  | { kind: 'export'; path: string; plan: ExportPlan }

export type LookRequest = Parameters<typeof lookAtFile>[1]

export interface TaskFile {
  path: string
  name: string
}

export interface TransferOutcomes {
  inspect: { format: string; layers: FoundLayer[] }
  prepare: { report: ImportReport; fileSha256: string }
  look: Awaited<ReturnType<typeof lookAtFile>>
  /** GeoJSON as text. */
  preview: string
  export: { features: number }
}

export type FromThread =
  | { say: 'read'; id: number; table: TableId | PastTableId; after: number }
  | { say: 'progress'; done: number; total: number | null }
  | { say: 'done'; outcome: TransferOutcomes[TransferTask['kind']] }
  | { say: 'refused'; code: FileReason; details: Readonly<Record<string, string | number>> }
  | { say: 'failed'; message: string }

export interface ToThread {
  id: number
  page: TablePage | null
}
