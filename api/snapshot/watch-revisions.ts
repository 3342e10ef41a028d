import { z } from 'zod'
import type { Logger } from 'pino'
import { Revision } from '#shared/contract/ids.ts'
import type { Database } from '../db/database.ts'
import { REVISION_CHANNEL } from '../changesets/commit-changeset.ts'
import type { SnapshotCache } from './snapshot-cache.ts'
import { readRevision } from './read-revision.ts'

const Notice = z.object({ city: z.string(), revision: Revision })

/**
 * Keeps the cities in memory up to date. Notifications are fast; polling is reliable, because a notification can be lost
 * with its connection.
 *
 * @returns a function that stops watching
 */
export async function watchRevisions({
  database,
  cities,
  pollSeconds,
  log,
}: {
  database: Database
  cities: SnapshotCache
  pollSeconds: number
  log: Logger
}): Promise<() => Promise<void>> {
  const refresh = (code: string, revision: Revision) => {
    const loaded = cities.peek(code)
    if (!loaded || loaded.snapshot.revision >= revision) return
    cities
      .refresh(code, revision)
      .catch((error: unknown) =>
        log.warn({ err: error, city: code }, 'a newer revision could not be loaded yet'),
      )
  }
  const poll = async () => {
    cities.dropUnused()
    for (const code of cities.inMemory()) {
      try {
        refresh(code, await readRevision(database, code, { access: 'write' }))
      } catch (error) {
        log.debug({ err: error, city: code }, 'revision could not be polled')
      }
    }
  }
  const stopListening = await database.listen(
    REVISION_CHANNEL,
    (payload) => {
      const notice = Notice.safeParse(parseJson(payload))
      if (notice.success) refresh(notice.data.city, notice.data.revision)
    },
    () => void poll(),
  )
  const timer = setInterval(() => void poll(), pollSeconds * 1000)
  timer.unref()
  return async () => {
    clearInterval(timer)
    await stopListening()
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // a payload of another program on the same channel is not JSON: it is ignored
    return undefined
  }
}
