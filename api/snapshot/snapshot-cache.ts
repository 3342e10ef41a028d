import { z } from 'zod'
import { readDatedCityCode } from '#shared/city/dated-city-code.ts'
import type { Database } from '../db/database.ts'
import { getLeastRevision } from '../runtime/reader-context.ts'
import { loadSql } from '../db/load-sql.ts'
import { withSharedSchema } from '../db/transaction/with-city.ts'
import { AppError } from '../errors.ts'
import { UsageCache } from '../runtime/usage-cache.ts'
import { createHistoricalCities } from './historical-cities.ts'
import type { LoadedCity } from './loaded-city.ts'
import { loadCity } from './load-city.ts'
import { patchCity } from './patch-city.ts'
import { readRevision } from './read-revision.ts'

export interface SnapshotCache {
  /** Returns the cities of this server, by code. */
  list(): Promise<CityEntry[]>
  /**
   * Returns a city, which is loaded on first use; with a day in its address ('320900@2018-12-31') as of that day.
   *
   * @param atLeast a revision that the caller has seen; an older snapshot is updated first
   * @throws AppError not_found; unavailable while the city's first data are being written
   */
  get(address: string, atLeast?: number): Promise<LoadedCity>
  /** Returns the city if it is in memory, and counts as reading it; for callers that must not wait. */
  getLoaded(address: string): LoadedCity | undefined
  /** Returns the present city if it is in memory, and does not count as reading it. */
  peek(code: string): LoadedCity | undefined
  /** Returns the codes of the cities in memory. */
  inMemory(): string[]
  /** Drops cities and days beyond the capacity that nobody reads any more. */
  dropUnused(): void
  /**
   * Loads a newer revision from the database if there is one and the city is in memory.
   *
   * @param atLeast a revision that is known to exist; read at the primary while a replica is behind
   */
  refresh(code: string, atLeast?: number): Promise<void>
  /** Calls the listener after each update of a city. Returns a function that removes the listener. */
  onChange(listener: (city: LoadedCity) => void): () => void
  /** Ends the thread that builds past days. */
  close(): Promise<void>
}

const CityEntry = z.object({
  code: z.string(),
  name: z.string(),
  name_en: z.string(),
  demo: z.boolean(),
  state: z.enum(['loading', 'ready']),
})
export type CityEntry = z.infer<typeof CityEntry>

const listStatement = loadSql('api/snapshot/sql/list-cities.sql')

/**
 * Keeps up to `capacity` cities in memory, and up to twice as many while all of them are read. Past days have a space of
 * their own.
 *
 * @param now the clock that tells the present day
 * @param uptime milliseconds of a clock that is never set back; it tells which cities are in use
 */
export function createSnapshotCache(
  database: Database,
  capacity: number,
  now: () => number = Date.now,
  uptime: () => number = () => performance.now(),
): SnapshotCache {
  const ready = new UsageCache<LoadedCity>(capacity, uptime)
  const loading = new Map<string, Promise<LoadedCity>>()
  const listeners = new Set<(city: LoadedCity) => void>()

  const list = async () =>
    z
      .array(CityEntry)
      .parse((await withSharedSchema(database, (tx) => tx.query(listStatement), { access: 'read' })).rows)

  const load = (code: string, atLeast: number): Promise<LoadedCity> => {
    const running = loading.get(code)
    if (running)
      return running.then((city) => (city.snapshot.revision >= atLeast ? city : getNow(code, atLeast)))
    const load = (async () => {
      const before = ready.peek(code)
      // a replica that is behind must neither hide a change nor take one back
      let city = await read(code, before, 'read')
      const least = Math.max(atLeast, before?.snapshot.revision ?? (await readLatestRevision(code)))
      if (city.snapshot.revision < least) city = await read(code, before, 'write')
      ready.set(code, city)
      if (before && before.snapshot.revision !== city.snapshot.revision)
        for (const listener of listeners) listener(city)
      return city
    })().finally(() => loading.delete(code))
    loading.set(code, load)
    return load
  }

  const read = async (code: string, before: LoadedCity | undefined, access: 'read' | 'write') =>
    (before && (await patchCity(database, before, access))) ?? (await loadWhole(code, access))

  const loadWhole = async (code: string, access: 'read' | 'write'): Promise<LoadedCity> => {
    const entry = (await list()).find((city) => city.code === code)
    if (entry === undefined) throw new AppError('not_found', `there is no city ${code}`, { city: code })
    if (entry.state === 'loading')
      throw new AppError('unavailable', `city ${code} is still being loaded`, { city: code })
    return loadCity(database, code, access)
  }

  const getNow = async (code: string, wanted: number): Promise<LoadedCity> => {
    const atLeast = Math.max(wanted, getLeastRevision(code))
    const known = ready.get(code)
    if (known && known.snapshot.revision >= atLeast) return known
    // a load that began earlier may return an older revision
    const running = await loading.get(code)
    if (running !== undefined && running.snapshot.revision >= atLeast) return running
    // a revision that the database does not have must not make the server load the whole city again
    const best = running ?? known
    const isLatest = best !== undefined && (await readLatestRevision(code)) <= best.snapshot.revision
    return isLatest ? best : load(code, atLeast)
  }

  // without the primary a replica is the best that there is
  const readLatestRevision = (code: string) =>
    readRevision(database, code, { access: 'write' }).catch(() => readRevision(database, code))

  const days = createHistoricalCities(database, {
    get: getNow,
    refresh: (code, atLeast) => load(code, atLeast),
    peek: (code) => ready.peek(code),
    now,
    uptime,
  })

  return {
    list,
    getLoaded(address) {
      const { code, day } = readDatedCityCode(address)
      return day === null ? ready.get(code) : days.getLoaded(code, day)
    },
    peek: (code) => ready.peek(code),
    dropUnused() {
      ready.dropUnused()
      days.dropUnused()
    },
    inMemory: () => [...ready.keys()],
    async get(address, atLeast = 0) {
      const { code, day } = readDatedCityCode(address)
      return day === null ? getNow(code, atLeast) : days.get(code, day, atLeast)
    },
    async refresh(code, atLeast = 0) {
      // a load that began before the change may have missed it; its error is reported to its own caller
      await loading.get(code)?.catch(() => undefined)
      if (ready.has(code)) await load(code, atLeast)
    },
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close: days.close,
  }
}
