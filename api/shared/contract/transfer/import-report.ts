import { z } from 'zod'
import { Revision } from '../ids.ts'
import { type RowReason, rowReasons } from './row-reasons.ts'
import { type FileReason, fileReasons } from './file-reasons.ts'
import { type FileRemarkCode, fileRemarks } from './file-remarks.ts'
import { type TargetId, targetIds } from './target.ts'

/** Report of an import: how the file is read, its contents, and the effect of the import. */

const count = z.number().int().min(0)
const keysOf = <K extends string>(record: Readonly<Record<K, unknown>>) => Object.keys(record) as [K, ...K[]]

export const TargetName = z.enum(targetIds as readonly [TargetId, ...TargetId[]])
export const FileReasonCode = z.enum(keysOf<FileReason>(fileReasons))
export const RowReasonCode = z.enum(keysOf<RowReason>(rowReasons))
export const Severity = z.enum(['refused', 'flagged', 'mended', 'note'])
const Details = z.record(z.string(), z.union([z.string(), z.number()]))

/** How a file was read, where that is not evident. */
export const FileRemark = z.object({ code: z.enum(keysOf<FileRemarkCode>(fileRemarks)), details: Details })

export const ImportMapping = z.object({
  /** Column by field key. */
  fields: z.record(z.string(), z.string().max(200)),
  geometry: z.discriminatedUnion('from', [
    z.object({ from: z.literal('file') }),
    z.object({ from: z.literal('columns'), x: z.string(), y: z.string() }),
    z.object({ from: z.literal('wkt'), column: z.string() }),
    z.object({ from: z.literal('none') }),
  ]),
})

export type ImportMapping = z.infer<typeof ImportMapping>

const Stated = z.object({
  where: z.string(),
  text: z.string(),
  system: z.string().nullable(),
  fixed: z.boolean().optional(),
  needsParameters: z.boolean().optional(),
  unsupported: z.boolean().optional(),
  datumUnknown: z.boolean().optional(),
})
export const DetectedEncoding = z.object({
  used: z.string(),
  stated: z.string().nullable(),
  evidence: z.object({ texts: count, utf8: count, gb18030: count }),
})

export const DetectedLayer = z.object({
  name: z.string(),
  rows: count.nullable(),
  columns: z.array(z.string()),
  shapes: z.string().nullable(),
  crs: Stated.nullable(),
  encoding: DetectedEncoding.nullable(),
  remarks: z.array(FileRemark).default([]),
  likelyTarget: TargetName.nullable(),
  /** First rows, cells as text. */
  sample: z.array(z.array(z.string().nullable())),
})
export type DetectedLayer = z.infer<typeof DetectedLayer>

export const CrsEvidence = z.object({
  proposed: z.string().nullable(),
  because: z.enum(['units', 'stated', 'signature', 'columns', 'numbers', 'usual', 'nothing']),
  sure: z.boolean(),
  stated: Stated.nullable(),
  compared: count,
  hypotheses: z.array(
    z.object({
      system: z.string(),
      label: z.string(),
      inRegion: z.number().default(1),
      inUnit: z.number().nullable(),
    }),
  ),
  /** Other systems that are used where the city lies; empty in China. */
  offered: z.array(z.object({ system: z.string(), label: z.string() })).default([]),
})
export type CrsEvidence = z.infer<typeof CrsEvidence>

export const ImportReport = z.object({
  target: TargetName,
  file: z.object({
    name: z.string(),
    bytes: count,
    format: z.string(),
    layer: z.string(),
    layers: z.array(z.string()),
    remarks: z.array(FileRemark).default([]),
  }),
  encoding: DetectedEncoding.nullable(),
  crs: CrsEvidence.extend({ used: z.string().nullable() }),
  mapping: ImportMapping,
  columns: z.array(z.string()),
  rows: z.object({
    read: count,
    added: count,
    changed: count,
    same: count,
    drafted: count,
    refused: count,
    mended: count,
    flagged: count,
  }),
  reasons: z.array(
    z.object({
      code: RowReasonCode,
      severity: Severity,
      count,
      examples: z.array(z.object({ row: count, label: z.string(), details: Details })),
    }),
  ),
  absent: count,
  absentRows: z.array(z.object({ code: z.string(), name: z.string() })),
  retired: count,
  notJudged: count,
  emptied: z.array(z.object({ code: z.string(), name: z.string(), rows: count, kept: z.boolean() })),
  made: z.object({ districts: count, streets: count, communities: count }),
  certificate: z
    .object({
      units: count,
      hold: count,
      broken: z.array(
        z.object({
          code: z.string(),
          name: z.string(),
          gapsM2: z.number(),
          overlapsM2: z.number(),
          outsideM2: z.number(),
          /** Edges of borders without a counterpart, and where the first one lies. */
          openEdges: count,
          at: z.string(),
        }),
      ),
      movedM: z.number(),
      slivers: count,
      /** Cells whose borders could not be fitted: they are as the file has them. */
      unfitted: count,
      places: z.object({ gap: count, overlap: count, outside: count, decided: count }),
    })
    .nullable(),
  baseRevision: Revision,
  box: z.tuple([z.number(), z.number(), z.number(), z.number()]).nullable(),
  layers: z.array(z.string()),
})

export const ImportRow = z.object({
  row: count,
  label: z.string(),
  outcome: z.enum(['added', 'changed', 'same', 'drafted', 'refused']),
  problems: z.array(z.object({ code: RowReasonCode, details: Details.optional() })),
  /** For a changed row: the fields that differ. */
  fields: z.array(z.string()).optional(),
})
export type ImportRow = z.infer<typeof ImportRow>

export const importConflictKinds = ['gap', 'overlap', 'outside'] as const

/** Land whose receiver the user must choose. */
export const ImportConflict = z.object({
  id: z.string(),
  kind: z.enum(importConflictKinds),
  unit: z.object({ code: z.string().nullable(), name: z.string() }),
  areaM2: z.number(),
  /** Rings in degrees, [longitude, latitude], outer ring first. */
  rings: z.array(z.array(z.tuple([z.number(), z.number()]))),
  /** Codes of the possible receivers, the proposed one first; '': none. */
  receivers: z.array(z.string()),
  decided: z.string().nullable(),
})
export type ImportConflict = z.infer<typeof ImportConflict>
