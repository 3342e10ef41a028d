import { formatDatedCityCode } from '#shared/city/dated-city-code.ts'
import { toLocalDay } from '#shared/city/local-day.ts'
import { Day } from '#shared/contract/city/codes.ts'
import type { Database } from '../db/database.ts'
import { getLeastRevision } from '../runtime/reader-context.ts'
import { AppError } from '../errors.ts'
import { type SharedWork, startSharedWork } from '../runtime/work/shared-work.ts'
import { getWorkSignal } from '../runtime/work/work-context.ts'
import { createWorkerClient } from '../threads/worker-client.ts'
import { UsageCache } from '../runtime/usage-cache.ts'
import type { LoadedCity } from './loaded-city.ts'
import { type HistoricalWorker, loadHistoricalCity } from './load-historical-city.ts'
import { readRevision } from './read-revision.ts'

/**
 * Days kept in memory, of all cities together, and up to twice as many while all of them are read. Each is some 8 MB, as
 * roads and waters are those of the city now.
 */
const MAX_DAYS = 6
/** Loading a day is tried this often when the city changes in between. */
const ATTEMPTS = 4

export interface HistoricalCities {
  /** @throws AppError unprocessable for a day in the future */
  get(code: string, day: string, atLeast: number): Promise<LoadedCity>
  /** Returns the day if it is in memory and valid. */
  getLoaded(code: string, day: string): LoadedCity | undefined
  dropUnused(): void
  close(): Promise<void>
}

interface CurrentCities {
  get(code: string, atLeast: number): Promise<LoadedCity>
  refresh(code: string, atLeast: number): Promise<LoadedCity>
  peek(code: string): LoadedCity | undefined
  now: () => number
  uptime: () => number
}

/** Caches cities as of past days. Each is built from the current city, which need not stay in memory afterwards. */
export function createHistoricalCities(
  database: Database,
  { get, refresh, peek, now, uptime }: CurrentCities,
): HistoricalCities {
  const known = new UsageCache<LoadedCity>(MAX_DAYS, uptime)
  const making = new Map<string, SharedWork<LoadedCity>>()
  const worker: HistoricalWorker = createWorkerClient(
    new URL('./historical-worker', import.meta.url),
    'below-normal',
  )

  const make = async (
    code: string,
    day: string,
    atLeast: number,
    signal: AbortSignal,
  ): Promise<LoadedCity> => {
    let current = await get(code, atLeast)
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      // the replica that is asked first may be behind the city in memory
      const access = attempt === 1 ? 'read' : 'write'
      const city = await loadHistoricalCity({ database, worker }, current, day, { access, signal })
      if (city !== null) return city
      const latest = await readRevision(database, code, { access: 'write' })
      if (latest > current.snapshot.revision) current = await refresh(code, latest)
    }
    throw new AppError('unavailable', 'the city changes too often: try again', { city: code })
  }

  const loadOnce = (code: string, day: string, atLeast: number): SharedWork<LoadedCity> => {
    const address = formatDatedCityCode({ code, day })
    const running = findRunning(address)
    if (running !== undefined) return running
    const work = startSharedWork((signal) =>
      make(code, day, atLeast, signal)
        .then((city) => {
          known.set(address, city)
          return city
        })
        .finally(() => {
          if (making.get(address) === work) making.delete(address)
        }),
    )
    making.set(address, work)
    return work
  }
  const findRunning = (address: string): SharedWork<LoadedCity> | undefined => {
    const running = making.get(address)
    return running?.isAbandoned() === true ? undefined : running
  }

  /** The present day where the city lies. */
  const getToday = ({ snapshot }: LoadedCity) => toLocalDay(now(), snapshot.settings.place.timeZone)

  // a later change may take effect on an earlier day: a cached day is valid only at the city's current revision
  const isCurrent = async (code: string, { snapshot }: LoadedCity, atLeast: number): Promise<boolean> => {
    const current = snapshot.revision < atLeast ? undefined : peek(code)?.snapshot.revision
    return (current ?? (await readRevision(database, code, { access: 'write' }))) <= snapshot.revision
  }

  return {
    getLoaded(code, day) {
      const current = peek(code)
      if (current !== undefined && day === getToday(current)) return current
      const address = formatDatedCityCode({ code, day })
      const valid = known.peek(address)?.snapshot.revision === peek(code)?.snapshot.revision
      return valid ? known.get(address) : undefined
    },
    async get(code, day, wanted) {
      const atLeast = Math.max(wanted, getLeastRevision(code))
      if (!Day.safeParse(day).success) throw new AppError('invalid_request', 'there is no such day', { day })
      const read = peek(code) ?? known.peek(formatDatedCityCode({ code, day })) ?? (await get(code, atLeast))
      const today = getToday(read)
      if (day > today)
        throw new AppError('unprocessable', 'nobody knows the city of a day to come', {
          reason: 'day_in_future',
          day,
        })
      if (day === today) return get(code, atLeast)
      const address = formatDatedCityCode({ code, day })
      const ready = known.get(address)
      if (ready !== undefined && (await isCurrent(code, ready, atLeast))) return ready
      // the load ends when nobody waits for it any more
      const signal = getWorkSignal()
      const running = findRunning(address)
      if (running === undefined) return loadOnce(code, day, atLeast).wait(signal)
      const loaded = await running.wait(signal)
      // a load that began earlier may return an older revision
      return (await isCurrent(code, loaded, atLeast)) ? loaded : loadOnce(code, day, atLeast).wait(signal)
    },
    dropUnused: () => known.dropUnused(),
    close: () => worker.close(),
  }
}
