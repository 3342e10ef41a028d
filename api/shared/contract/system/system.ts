import { z } from 'zod'
import { Revision } from '../ids.ts'
import { defineEndpoint } from '../endpoint.ts'

const bytes = z.number().int().min(0)

/** Health of the server for administrators; contains no data of the cities. */
export const SystemHealth = z.object({
  version: z.string(),
  startedAt: z.string(),
  uptimeS: z.number(),
  memory: z.object({ rssBytes: bytes, heapBytes: bytes }),
  database: z.object({
    kind: z.enum(['server', 'embedded']),
    /** Duration of a small query; null: no answer. */
    answerMs: z.number().nullable(),
    sizeBytes: bytes.nullable(),
  }),
  /** Disk of the data directory, or of the working directory; null if unavailable. */
  disk: z.object({ freeBytes: bytes, totalBytes: bytes }).nullable(),
  /** Tiles in the cache. */
  tiles: z.object({ count: z.number().int(), bytes, limitBytes: bytes }),
  access: z.object({
    accounts: z.number().int(),
    sessions: z.number().int(),
    credentials: z.number().int(),
    /** Rows of the audit log that are not written yet. */
    waitingForAudit: z.number().int(),
  }),
  /**
   * A header of a proxy arrived although no proxy is trusted (TRUSTED_PROXIES is 0): all callers behind it count as
   * one. null: none has arrived.
   */
  untrustedForwarding: z.object({ header: z.string(), at: z.string() }).nullable(),
  cities: z.array(
    z.object({
      code: z.string(),
      name: z.string(),
      nameEn: z.string(),
      state: z.enum(['loading', 'ready']),
      /** Revision in memory; null: not loaded. */
      revision: Revision.nullable(),
      /** Revision in the database. */
      storedRevision: Revision.nullable(),
    }),
  ),
})
export type SystemHealth = z.infer<typeof SystemHealth>

export const getSystem = defineEndpoint({
  id: 'getSystem',
  method: 'get',
  path: '/system',
  summary:
    'Returns the health of the system: database, disk, memory, caches, queues, and the revision of each city',
  permission: 'system.read',
  answer: SystemHealth,
})
