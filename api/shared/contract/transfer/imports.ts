import { z } from 'zod'
import { DraftId, Revision } from '../ids.ts'
import { CityCode, Day } from '../city/codes.ts'
import { defineEndpoint, MAX_LARGE_BODY_BYTES } from '../endpoint.ts'
import {
  CrsEvidence,
  DetectedEncoding,
  DetectedLayer,
  FileRemark,
  ImportConflict,
  ImportReport,
  ImportRow,
  ImportMapping,
  Severity,
  TargetName,
} from './import-report.ts'

/** Imports of files. An import is a job on the server: upload, detect, prepare (dry run), commit, undo. */

const count = z.number().int().min(0)

/** Row of a table that holds the names of the columns, from 1; found out without it. */
const HeadRow = z.number().int().min(1).max(100_000)

/** Target and reading options of an import; omitted ones are detected. */
export const ImportOptions = z
  .object({
    target: TargetName,
    layer: z.string().max(200).optional(),
    encoding: z.string().max(40).optional(),
    headRow: HeadRow.optional(),
    crs: z.string().max(40).optional(),
    mapping: ImportMapping.optional(),
    missing: z.enum(['keep', 'retire']).default('keep'),
    /** Codes of the units that the file covers as a whole; without them, the units that its rows belong to. */
    within: z
      .array(z.string().regex(/^\d{6}(\d{3}){0,2}$/))
      .max(200)
      .optional(),
    /** Whether a unit may lose everything that stands in it. */
    mayEmpty: z.boolean().optional(),
    toleranceM: z.number().min(0).max(50).default(0.5),
    /** Receiver of each gap and overlap by conflict id: a code, or '' for none. */
    choices: z.record(z.string().max(80), z.string().max(15)).optional(),
    /** Default for conflicts without a choice. */
    rest: z.enum(['leave', 'proposed']).optional(),
    /**
     * Grids of communities with open conflicts: written as they are, or put into drafts for the boundary
     * editor.
     */
    unclear: z.enum(['write', 'draft']).optional(),
    day: Day.optional(),
  })
  .strict()
export type ImportOptions = z.infer<typeof ImportOptions>

export const importStates = [
  'reading',
  'ready',
  'preparing',
  'prepared',
  'committing',
  'committed',
  'undone',
  'failed',
] as const

export const ImportJob = z.object({
  id: z.uuid(),
  city: CityCode,
  file: z.object({ name: z.string(), bytes: count, sha256: z.string().nullable() }),
  actor: z.string(),
  createdAt: z.string(),
  state: z.enum(importStates),
  /** Rows; `total` is null while unknown. */
  progress: z.object({ done: count, total: count.nullable() }).nullable(),
  /** Place in the queue of imports, 1: the next one; null: it does not wait. */
  place: count.nullable().default(null),
  found: z.object({ format: z.string(), layers: z.array(DetectedLayer) }).nullable(),
  options: ImportOptions.nullable(),
  report: ImportReport.nullable(),
  /** Drafts for the boundary editor that the committed import created. */
  drafts: z.array(z.object({ id: DraftId, street: z.string(), name: z.string() })).default([]),
  /** Revision of the city created by the commit. */
  revision: Revision.nullable(),
  /** Why the last step failed: a reason of the file, or an error code of the API. */
  problem: z.object({ code: z.string(), details: z.record(z.string(), z.unknown()) }).nullable(),
})
export type ImportJob = z.infer<typeof ImportJob>

const City = z.object({ city: CityCode })
const One = City.extend({ import: z.uuid() })

/** Larger files need the command line. */
export const MAX_UPLOAD_BYTES = 1024 ** 3

export const getImportTemplate = defineEndpoint({
  id: 'getImportTemplate',
  method: 'get',
  path: '/cities/{city}/import-templates/{target}',
  summary:
    'Returns a workbook to fill in: headings, an example, notes and drop-downs; it is imported as it is',
  permission: 'city.import',
  params: City.extend({ target: TargetName }),
  query: z.object({ lang: z.enum(['zh', 'en']).default('zh') }),
  mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
})

export const startImport = defineEndpoint({
  id: 'startImport',
  method: 'post',
  path: '/cities/{city}/imports',
  summary: 'Uploads a file and detects its format',
  permission: 'city.import',
  params: City,
  query: z.object({ name: z.string().trim().min(1).max(200) }),
  bodyMediaType: 'application/octet-stream',
  answer: ImportJob,
})

export const listImports = defineEndpoint({
  id: 'listImports',
  method: 'get',
  path: '/cities/{city}/imports',
  summary: 'Lists running and committed imports, newest first',
  permission: 'city.import',
  params: City,
  answer: z.object({
    jobs: z.array(ImportJob.omit({ found: true, report: true })),
    committed: z.array(
      z.object({
        id: z.uuid(),
        target: z.string(),
        fileName: z.string(),
        actor: z.string(),
        committedAt: z.string(),
        revision: Revision,
        undoneAt: z.string().nullable(),
      }),
    ),
  }),
})

export const getImport = defineEndpoint({
  id: 'getImport',
  method: 'get',
  path: '/cities/{city}/imports/{import}',
  summary: 'Returns one import: detection, progress, effect',
  permission: 'city.import',
  params: One,
  answer: ImportJob,
})

/** Detects how a file would be read, before it is prepared. */
export const detectImport = defineEndpoint({
  id: 'lookAtImport',
  maxBodyBytes: MAX_LARGE_BODY_BYTES,
  queue: 'transfer',
  method: 'post',
  path: '/cities/{city}/imports/{import}/look',
  summary: 'Detects columns and coordinate system of an uploaded file for a target; adds the last mapping',
  permission: 'city.import',
  params: One,
  body: z
    .object({
      target: TargetName,
      layer: z.string().max(200).optional(),
      encoding: z.string().max(40).optional(),
      headRow: HeadRow.optional(),
      mapping: ImportMapping.optional(),
    })
    .strict(),
  answer: z.object({
    columns: z.array(z.string()),
    /** First rows, cells as text. */
    sample: z.array(z.array(z.string().nullable())),
    remarks: z.array(FileRemark),
    encoding: DetectedEncoding.nullable(),
    mapping: ImportMapping,
    crs: CrsEvidence.nullable(),
    /** Time and coordinate system of an earlier import with the same columns. */
    remembered: z
      .object({ usedAt: z.string(), crs: z.string().nullable(), encoding: z.string().nullable() })
      .nullable(),
  }),
})

export type ImportDetection = z.infer<typeof detectImport.answer>

export const prepareImport = defineEndpoint({
  id: 'prepareImport',
  maxBodyBytes: MAX_LARGE_BODY_BYTES,
  method: 'post',
  path: '/cities/{city}/imports/{import}/prepare',
  summary: 'Prepares an import: computes its effect without writing',
  permission: 'city.import',
  params: One,
  body: ImportOptions,
  answer: ImportJob,
})

export const getImportPreview = defineEndpoint({
  id: 'getImportPreview',
  queue: 'transfer',
  method: 'get',
  path: '/cities/{city}/imports/{import}/preview',
  summary: 'Returns the first features of an uploaded file as GeoJSON in WGS 84, read as the given `crs`',
  permission: 'city.import',
  params: One,
  query: z.object({
    crs: z.string().max(40).optional(),
    target: TargetName.optional(),
    layer: z.string().max(200).optional(),
    encoding: z.string().max(40).optional(),
    headRow: z.coerce.number().pipe(HeadRow).optional(),
  }),
  mediaType: 'application/geo+json',
})

export const listImportRows = defineEndpoint({
  id: 'listImportRows',
  method: 'get',
  path: '/cities/{city}/imports/{import}/rows',
  summary: 'Lists rows of a prepared import that have findings or changes, with the fields that differ',
  permission: 'city.import',
  params: One,
  query: z.object({
    severity: Severity.optional(),
    outcome: z.literal('changed').optional(),
    offset: z.coerce.number().int().min(0).default(0),
    limit: z.coerce.number().int().min(1).max(1000).default(100),
  }),
  answer: z.object({
    rows: z.array(ImportRow),
    more: z.boolean(),
  }),
})

export const listImportConflicts = defineEndpoint({
  id: 'listImportPlaces',
  method: 'get',
  path: '/cities/{city}/imports/{import}/places',
  summary: 'Lists gaps, overlaps and outside land of a prepared import, largest first, with receivers',
  permission: 'city.import',
  params: One,
  query: z.object({
    offset: z.coerce.number().int().min(0).default(0),
    limit: z.coerce.number().int().min(1).max(500).default(100),
  }),
  answer: z.object({
    places: z.array(ImportConflict),
    more: z.boolean(),
  }),
})

export const commitImport = defineEndpoint({
  id: 'commitImport',
  method: 'post',
  path: '/cities/{city}/imports/{import}/commit',
  summary: 'Commits a prepared import as one change of the city',
  permission: 'city.import',
  params: One,
  body: z.object({ note: z.string().trim().max(500).default('') }).strict(),
  answer: ImportJob,
})

export const cancelImport = defineEndpoint({
  id: 'cancelImport',
  method: 'post',
  path: '/cities/{city}/imports/{import}/cancel',
  summary: 'Cancels reading, preparing or writing; nothing changes',
  permission: 'city.import',
  params: One,
  answer: ImportJob,
})

export const undoImport = defineEndpoint({
  id: 'undoImport',
  queue: 'transfer',
  method: 'post',
  path: '/cities/{city}/imports/{import}/undo',
  summary: 'Reverts a committed import as a whole',
  permission: 'city.import',
  params: One,
  body: z.object({ note: z.string().trim().max(500).default('') }).strict(),
  answer: z.object({ revision: Revision }),
})

export const deleteImport = defineEndpoint({
  id: 'forgetImport',
  method: 'delete',
  path: '/cities/{city}/imports/{import}',
  summary: 'Deletes an uploaded file and its results',
  permission: 'city.import',
  params: One,
})
