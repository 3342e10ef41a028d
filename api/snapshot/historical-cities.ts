import { formatDatedCityCode } from '#shared/city/dated-city-code.ts'
import { toLocalDay } from '#shared/city/local-day.ts'
import { Day } from '#shared/contract/city/codes.ts'
import type { Database } from '../db/database.ts'
import { AppError } from '../errors.ts'
import { LruMap } from '../runtime/lru-map.ts'
import type { LoadedCity } from './loaded-city.ts'
import { loadHistoricalCity } from './load-historical-city.ts'

/** Days kept in memory, of all cities together; each is some 8 MB, as roads and waters are those of the city now. */
const MAX_DAYS = 6
/** Loading a day is tried this often when the city changes in between. */
const ATTEMPTS = 4

export interface HistoricalCities {
  /** @throws AppError unprocessable for a day in the future */
  get(code: string, day: string, atLeast: number): Promise<LoadedCity>
  peek(code: string, day: string): LoadedCity | undefined
}

interface CurrentCities {
  get(code: string, atLeast: number): Promise<LoadedCity>
  refresh(code: string): Promise<LoadedCity>
  peek(code: string): LoadedCity | undefined
  now: () => number
}

/** Caches cities as of past days. Each is built from the current city; the least recently used is dropped. */
export function createHistoricalCities(
  database: Database,
  { get, refresh, peek, now }: CurrentCities,
): HistoricalCities {
  const known = new LruMap<string, LoadedCity>(MAX_DAYS)
  const making = new Map<string, Promise<LoadedCity>>()

  const make = async (code: string, day: string, atLeast: number): Promise<LoadedCity> => {
    let current = await get(code, atLeast)
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      const city = await loadHistoricalCity(database, current, day)
      if (city !== null) return city
      current = await refresh(code)
    }
    throw new AppError('unavailable', 'the city changes too often: try again', { city: code })
  }

  const found = (code: string, day: string): LoadedCity | undefined => {
    // a later change may take effect on an earlier day: a cached day is valid only at the city's current revision
    const city = known.get(formatDatedCityCode({ code, day }))
    return city !== undefined && city.snapshot.revision === peek(code)?.snapshot.revision ? city : undefined
  }

  return {
    peek: (code, day) => (day === toLocalDay(now()) ? peek(code) : found(code, day)),
    async get(code, day, atLeast) {
      if (!Day.safeParse(day).success) throw new AppError('invalid_request', 'there is no such day', { day })
      const today = toLocalDay(now())
      if (day > today)
        throw new AppError('unprocessable', 'nobody knows the city of a day to come', {
          reason: 'day_in_future',
          day,
        })
      const current = await get(code, atLeast)
      if (day === today) return current
      const address = formatDatedCityCode({ code, day })
      const ready = found(code, day)
      if (ready !== undefined) return ready
      const running = making.get(address)
      if (running !== undefined) return running
      const work = make(code, day, atLeast).finally(() => making.delete(address))
      making.set(address, work)
      const city = await work
      known.set(address, city)
      return city
    },
  }
}
