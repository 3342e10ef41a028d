import { statfs } from 'node:fs/promises'
import { z } from 'zod'
import { getSystem, type SystemHealth } from '#shared/contract/system/system.ts'
import type { AccessControl } from '../../access/access-control.ts'
import type { Database } from '../../db/database.ts'
import { loadSql } from '../../db/load-sql.ts'
import { withCity, withSharedSchema } from '../../db/transaction/with-city.ts'
import { AppError } from '../../errors.ts'
import { type Api, registerEndpoint } from '../../http/endpoints/register-endpoint.ts'
import type { ForwardingWatch } from '../../http/forwarding-watch.ts'
import type { SnapshotCache } from '../../snapshot/snapshot-cache.ts'

const sql = {
  size: loadSql('api/features/system/sql/find-database-size.sql'),
  revision: loadSql('api/features/system/sql/find-revision.sql'),
}
const SizeRow = z.object({ bytes: z.number() })
const RevisionRow = z.object({ revision: z.number() })

export interface SystemServices {
  database: Database
  cities: SnapshotCache
  access: AccessControl
  forwarding: ForwardingWatch
  version: string
  dataDir: string
  tileCache: { size: number; bytes: number; limit: number }
}

/** What does not answer is told as such: this page is opened when something is wrong. */
export function registerSystemRoutes(
  api: Api,
  { database, cities, access, forwarding, version, dataDir, tileCache }: SystemServices,
): void {
  const startedAt = new Date()

  const databaseHealth = async (): Promise<SystemHealth['database']> => {
    const start = performance.now()
    try {
      const { rows } = await withSharedSchema(database, (tx) => tx.query(sql.size))
      return {
        kind: database.kind,
        answerMs: Math.round((performance.now() - start) * 10) / 10,
        sizeBytes: SizeRow.parse(rows[0]).bytes,
      }
    } catch {
      // the page shows that the database does not answer
      return { kind: database.kind, answerMs: null, sizeBytes: null }
    }
  }
  const storedRevision = async (code: string): Promise<number | null> => {
    try {
      return RevisionRow.parse((await withCity(database, code, (tx) => tx.query(sql.revision))).rows[0])
        .revision
    } catch {
      return null
    }
  }

  registerEndpoint(api, getSystem, async ({ session }) => {
    if (session === null) throw new AppError('unauthenticated', 'sign in first')
    const { city } = session.area
    const listed = (await cities.list().catch(() => [])).filter(({ code }) => city === '*' || code === city)
    const { rss, heapUsed } = process.memoryUsage()
    return {
      version,
      startedAt: startedAt.toISOString(),
      uptimeS: Math.round(process.uptime()),
      memory: { rssBytes: rss, heapBytes: heapUsed },
      database: await databaseHealth(),
      disk: await statfs(dataDir)
        .catch(() => statfs('.'))
        .then(
          ({ bavail, blocks, bsize }) => ({ freeBytes: bavail * bsize, totalBytes: blocks * bsize }),
          () => null,
        ),
      tiles: { count: tileCache.size, bytes: tileCache.bytes, limitBytes: tileCache.limit },
      access: access.counts(),
      untrustedForwarding: forwarding.seen(),
      cities: await Promise.all(
        listed.map(async ({ code, name, name_en, state }) => ({
          code,
          name,
          nameEn: name_en,
          state,
          revision: cities.peek(code)?.snapshot.revision ?? null,
          storedRevision: await storedRevision(code),
        })),
      ),
    }
  })
}
