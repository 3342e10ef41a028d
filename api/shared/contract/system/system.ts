import { z } from 'zod'
import { defineEndpoint } from '../endpoint.ts'

const bytes = z.number().int().min(0)

/** How the server is, for who looks after it. Nothing here is about the city's content. */
export const SystemHealth = z.object({
  version: z.string(),
  startedAt: z.string(),
  uptimeS: z.number(),
  memory: z.object({ rssBytes: bytes, heapBytes: bytes }),
  database: z.object({
    kind: z.enum(['server', 'embedded']),
    /** Of one small question; null: it does not answer. */
    answerMs: z.number().nullable(),
    sizeBytes: bytes.nullable(),
  }),
  /** Of the folder that holds the data, or where the program runs; null where it cannot be asked. */
  disk: z.object({ freeBytes: bytes, totalBytes: bytes }).nullable(),
  /** Ready tiles in memory. */
  tiles: z.object({ count: z.number().int(), bytes, limitBytes: bytes }),
  access: z.object({
    accounts: z.number().int(),
    sessions: z.number().int(),
    credentials: z.number().int(),
    /** Rows of the log that wait to be written. */
    waitingForAudit: z.number().int(),
  }),
  cities: z.array(
    z.object({
      code: z.string(),
      name: z.string(),
      nameEn: z.string(),
      state: z.enum(['loading', 'ready']),
      /** Of the state in memory; null: it is not in memory. */
      revision: z.number().int().nullable(),
      /** Of the state in the database. */
      storedRevision: z.number().int().nullable(),
    }),
  ),
})
export type SystemHealth = z.infer<typeof SystemHealth>

export const getSystem = defineEndpoint({
  id: 'getSystem',
  method: 'get',
  path: '/system',
  summary: 'Health of the system: database, disk, memory, caches, queues, and the revision of each city',
  permission: 'system.read',
  answer: SystemHealth,
})
