import { z } from 'zod'
import { CityCode, Day } from '../city/codes.ts'
import { defineEndpoint } from '../endpoint.ts'
import {
  CrsEvidence,
  DetectedEncoding,
  DetectedLayer,
  ImportConflict,
  ImportReport,
  ImportRow,
  ImportMapping,
  Severity,
  TargetName,
} from './import-report.ts'

/** Files that come in. An import is a job on the server: upload, look, prepare (the dry run), commit, undo. */

const count = z.number().int().min(0)

/** What is to be brought in, and how; what is left out is found out. */
export const ImportOptions = z
  .object({
    target: TargetName,
    layer: z.string().max(200).optional(),
    encoding: z.string().max(40).optional(),
    crs: z.string().max(40).optional(),
    mapping: ImportMapping.optional(),
    missing: z.enum(['keep', 'retire']).default('keep'),
    toleranceM: z.number().min(0).max(50).default(0.5),
    /** Who receives gaps and overlaps: a code, or '' for nobody, by the place's id. */
    choices: z.record(z.string().max(80), z.string().max(15)).optional(),
    /** What happens to places that nobody has chosen for. */
    rest: z.enum(['leave', 'proposed']).optional(),
    /** Grids of communities with undecided places: written as they are, or left out and put into drafts for the boundary editor. */
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
  /** Rows; `total` is null while nobody knows. */
  progress: z.object({ done: count, total: count.nullable() }).nullable(),
  found: z.object({ format: z.string(), layers: z.array(DetectedLayer) }).nullable(),
  options: ImportOptions.nullable(),
  report: ImportReport.nullable(),
  /** Drafts for the boundary editor that it left, once it is committed. */
  drafts: z.array(z.object({ id: z.uuid(), street: z.string(), name: z.string() })).default([]),
  /** Revision of the city that it became. */
  revision: count.nullable(),
  /** Why the last step did not succeed: about the file, or an error code of the API. */
  problem: z.object({ code: z.string(), details: z.record(z.string(), z.unknown()) }).nullable(),
})
export type ImportJob = z.infer<typeof ImportJob>

const City = z.object({ city: CityCode })
const One = City.extend({ import: z.uuid() })

/** Larger files go through the command line. */
export const MAX_UPLOAD_BYTES = 1024 ** 3

export const startImport = defineEndpoint({
  id: 'startImport',
  method: 'post',
  path: '/cities/{city}/imports',
  summary: 'Upload a file and have a look taken at it',
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
  summary: 'Imports under way, and those that were committed, the newest first',
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
        revision: count,
        undoneAt: z.string().nullable(),
      }),
    ),
  }),
})

export const getImport = defineEndpoint({
  id: 'getImport',
  method: 'get',
  path: '/cities/{city}/imports/{import}',
  summary: 'One import: what was found, how far it is, what it would do',
  permission: 'city.import',
  params: One,
  answer: ImportJob,
})

/** How a file would be read, before anything is prepared. */
export const detectImport = defineEndpoint({
  id: 'lookAtImport',
  method: 'post',
  path: '/cities/{city}/imports/{import}/look',
  summary:
    'How an uploaded file would be read as a target: its columns, its coordinate system with the evidence, and how it was read the last time',
  permission: 'city.import',
  params: One,
  body: z
    .object({
      target: TargetName,
      layer: z.string().max(200).optional(),
      encoding: z.string().max(40).optional(),
      mapping: ImportMapping.optional(),
    })
    .strict(),
  answer: z.object({
    columns: z.array(z.string()),
    encoding: DetectedEncoding.nullable(),
    mapping: ImportMapping,
    crs: CrsEvidence.nullable(),
    /** A file with the same columns was imported before: when, and in which coordinate system it was. */
    remembered: z
      .object({ usedAt: z.string(), crs: z.string().nullable(), encoding: z.string().nullable() })
      .nullable(),
  }),
})

export type ImportDetection = z.infer<typeof detectImport.answer>

export const prepareImport = defineEndpoint({
  id: 'prepareImport',
  method: 'post',
  path: '/cities/{city}/imports/{import}/prepare',
  summary: 'Work out what an import would do, without doing it',
  permission: 'city.import',
  params: One,
  body: ImportOptions,
  answer: ImportJob,
})

export const getImportPreview = defineEndpoint({
  id: 'getImportPreview',
  method: 'get',
  path: '/cities/{city}/imports/{import}/preview',
  summary:
    'The first features of an uploaded file as GeoJSON in WGS 84; `crs`: where they would lie if the file were in that system; before it is prepared, `target` says what it holds',
  permission: 'city.import',
  params: One,
  query: z.object({
    crs: z.string().max(40).optional(),
    target: TargetName.optional(),
    layer: z.string().max(200).optional(),
    encoding: z.string().max(40).optional(),
  }),
  mediaType: 'application/geo+json',
})

export const listImportRows = defineEndpoint({
  id: 'listImportRows',
  method: 'get',
  path: '/cities/{city}/imports/{import}/rows',
  summary:
    'Rows of a prepared import about which there is something to say, or those that it will change, each with the fields that differ',
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
  summary:
    'Gaps, overlaps and land outside its unit that a prepared import found, the largest first, each with who could receive it',
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
  summary: 'Write a prepared import as one change of the city',
  permission: 'city.import',
  params: One,
  body: z.object({ note: z.string().trim().max(500).default('') }).strict(),
  answer: ImportJob,
})

export const cancelImport = defineEndpoint({
  id: 'cancelImport',
  method: 'post',
  path: '/cities/{city}/imports/{import}/cancel',
  summary: 'Stop reading, preparing or writing; nothing is changed',
  permission: 'city.import',
  params: One,
  answer: ImportJob,
})

export const undoImport = defineEndpoint({
  id: 'undoImport',
  method: 'post',
  path: '/cities/{city}/imports/{import}/undo',
  summary: 'Take a committed import back as a whole',
  permission: 'city.import',
  params: One,
  body: z.object({ note: z.string().trim().max(500).default('') }).strict(),
  answer: z.object({ revision: count }),
})

export const deleteImport = defineEndpoint({
  id: 'forgetImport',
  method: 'delete',
  path: '/cities/{city}/imports/{import}',
  summary: 'Delete an uploaded file and what was worked out of it',
  permission: 'city.import',
  params: One,
})
