import type { FoundLayer } from '#shared/contract/transfer.ts'
import type { FileReason } from '#shared/contract/transfer-reasons.ts'
import type { TargetId } from '#shared/contract/transfer-targets.ts'
import type { FormatId } from '../../../data/formats/format.ts'
import type { BaseCity } from '../../../data/importers/base/city-base.ts'
import type { ImportReport, ImportRequest } from '../../../data/importers/prepare-import.ts'
import type { lookAtFile } from '../../../data/importers/understand-layer.ts'
import type { TablePage } from '../../../data/tables/read-pages.ts'
import type { TableId } from '../../../data/tables/tables.ts'

/** What the thread that reads and writes files is asked, and what it says. */

export type TransferTask =
  | { kind: 'inspect'; file: TaskFile; encoding: string | undefined }
  | { kind: 'prepare'; file: TaskFile; folder: string; request: ImportRequest; city: BaseCity }
  | { kind: 'look'; file: TaskFile; request: LookRequest; city: BaseCity }
  | { kind: 'preview'; file: TaskFile; request: ImportRequest; crs: string }
  | { kind: 'export'; path: string; format: FormatId; targets: TargetId[]; crs: string; unit: string | undefined; date: string | undefined; headings: 'keys' | 'zh'; encoding: 'utf-8' | 'gb18030'; metadata: Record<string, string | number | boolean>; zip: { name: string } | null }

export type LookRequest = Parameters<typeof lookAtFile>[1]

export interface TaskFile { path: string; name: string }

export interface TransferOutcomes {
  inspect: { format: string; layers: FoundLayer[] }
  prepare: { report: ImportReport; fileSha256: string }
  look: Awaited<ReturnType<typeof lookAtFile>>
  /** GeoJSON as text. */
  preview: string
  export: { features: number }
}

export type FromThread =
  | { say: 'read'; id: number; table: TableId; after: number }
  | { say: 'progress'; done: number; total: number | null }
  | { say: 'done'; outcome: TransferOutcomes[TransferTask['kind']] }
  | { say: 'refused'; code: FileReason; details: Readonly<Record<string, string | number>> }
  | { say: 'failed'; message: string }

export interface ToThread { id: number; page: TablePage | null }
