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
/** How often a day is begun again because the city has moved on meanwhile. */
const ATTEMPTS = 4

export interface HistoricalCities {
  /** @throws AppError unprocessable for a day to come */
  get(code: string, day: string, atLeast: number): Promise<LoadedCity>
  peek(code: string, day: string): LoadedCity | undefined
}

interface Now {
  get(code: string, atLeast: number): Promise<LoadedCity>
  refresh(code: string): Promise<LoadedCity>
  peek(code: string): LoadedCity | undefined
  now: () => number
}

/** Cities as of past days, made from the city as it is now when somebody asks; the least recently used are dropped. */
export function createHistoricalCities(
  database: Database,
  { get, refresh, peek, now }: Now,
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
    throw new AppError('unavailable', 'the city is changed all the time: try again', { city: code })
  }

  const found = (code: string, day: string): LoadedCity | undefined => {
    // a change may have been dated back: a day holds as long as the city stands at its revision
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
