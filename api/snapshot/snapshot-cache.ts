import { z } from 'zod'
import { readDatedCityCode } from '#shared/city/dated-city-code.ts'
import type { Database } from '../db/database.ts'
import { loadSql } from '../db/load-sql.ts'
import { withSharedSchema } from '../db/transaction/with-city.ts'
import { AppError } from '../errors.ts'
import { LruMap } from '../runtime/lru-map.ts'
import { createHistoricalCities } from './historical-cities.ts'
import type { LoadedCity } from './loaded-city.ts'
import { loadCity } from './load-city.ts'
import { patchCity } from './patch-city.ts'
import { readRevision } from './read-revision.ts'

export interface SnapshotCache {
  /** The cities of this server, by code. */
  list(): Promise<CityEntry[]>
  /**
   * The city as it is in memory, loaded on first use; with a day in its address ('320900@2018-12-31') as of that day.
   * `atLeast`: a revision the caller has seen; an older state is brought up to date first. Refuses with `not_found` or,
   * while its first data are being written, `unavailable`.
   */
  get(address: string, atLeast?: number): Promise<LoadedCity>
  /** What is in memory now, if anything; for paths that must not wait. */
  peek(address: string): LoadedCity | undefined
  /** Codes of the cities in memory. */
  inMemory(): string[]
  /** Says that the database has (perhaps) a newer revision; loads it if the city is in memory. */
  refresh(code: string): Promise<void>
  /** Calls back after each newer state has taken the place of an older one. */
  onChange(listener: (city: LoadedCity) => void): () => void
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

/** Cities in memory, the least recently used dropped beyond `capacity`. */
export function createSnapshotCache(
  database: Database,
  capacity: number,
  now: () => number = Date.now,
): SnapshotCache {
  const ready = new LruMap<string, LoadedCity>(capacity)
  const loading = new Map<string, Promise<LoadedCity>>()
  const listeners = new Set<(city: LoadedCity) => void>()

  const list = async () =>
    z
      .array(CityEntry)
      .parse((await withSharedSchema(database, (tx) => tx.query(listStatement), { access: 'read' })).rows)

  const load = (code: string): Promise<LoadedCity> => {
    const running = loading.get(code)
    if (running) return running
    const load = (async () => {
      const before = ready.peek(code)
      const city = (before && (await patchCity(database, before))) ?? (await loadWhole(code))
      ready.set(code, city)
      if (before && before.snapshot.revision !== city.snapshot.revision)
        for (const listener of listeners) listener(city)
      return city
    })().finally(() => loading.delete(code))
    loading.set(code, load)
    return load
  }

  const loadWhole = async (code: string): Promise<LoadedCity> => {
    const entry = (await list()).find((city) => city.code === code)
    if (entry === undefined) throw new AppError('not_found', `there is no city ${code}`, { city: code })
    if (entry.state === 'loading')
      throw new AppError('unavailable', `city ${code} is still being loaded`, { city: code })
    return loadCity(database, code)
  }

  const getNow = async (code: string, atLeast: number): Promise<LoadedCity> => {
    const known = ready.get(code)
    if (known && known.snapshot.revision >= atLeast) return known
    // a load that began before that revision does not hold it
    const running = await loading.get(code)
    if (running !== undefined && running.snapshot.revision >= atLeast) return running
    // whoever makes up a revision must not have the whole city loaded again for it
    const best = running ?? known
    return best !== undefined && (await readRevision(database, code)) <= best.snapshot.revision
      ? best
      : load(code)
  }

  const days = createHistoricalCities(database, {
    get: getNow,
    refresh: load,
    peek: (code) => ready.peek(code),
    now,
  })

  return {
    list,
    peek(address) {
      const { code, day } = readDatedCityCode(address)
      return day === null ? ready.peek(code) : days.peek(code, day)
    },
    inMemory: () => [...ready.keys()],
    async get(address, atLeast = 0) {
      const { code, day } = readDatedCityCode(address)
      return day === null ? getNow(code, atLeast) : days.get(code, day, atLeast)
    },
    async refresh(code) {
      // a load that began before the change may have missed it
      await loading.get(code)?.catch(() => undefined)
      if (ready.has(code)) await load(code)
    },
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
