import { LruMap } from '../runtime/lru-map.ts'
import { findCachedInput } from '../threads/cached-input.ts'
import { serveWorkerRequests } from '../threads/serve-worker-requests.ts'
import { buildHistoricalTables, type CurrentTables } from './build-historical-tables.ts'
import {
  type HistoricalTask,
  packHistoricalTables,
  type PackedHistoricalTables,
  unpackCurrentTables,
} from './historical-tasks.ts'

/** Worker thread that builds past days: on the main thread each would make others wait for tenths of a second. */

/** Tables of current cities by code and revision; a city's are some 10 MB. */
const cities = new LruMap<string, CurrentTables>(2)

serveWorkerRequests<HistoricalTask, PackedHistoricalTables | null>(
  async ({ rows, current }, _, isStopped) => {
    const now = findCachedInput(cities, current, unpackCurrentTables)
    if (now === null) return null
    const tables = await buildHistoricalTables(now, rows, () => {
      if (isStopped()) throw new Error('nobody waits for the result')
    })
    return packHistoricalTables(tables, now)
  },
)
