import { writeCityAddress } from '#shared/city/city-address.ts'
import { localDay } from '#shared/city/local-day.ts'
import { Day } from '#shared/contract/codes.ts'
import type { Database } from '../db/database.ts'
import { AppError } from '../errors.ts'
import type { CityInMemory } from './city-in-memory.ts'
import { loadDay } from './load-day.ts'

/** Days kept in memory, of all cities together; each is some 8 MB, as roads and waters are those of the city now. */
const KEPT = 6
/** How often a day is begun again because the city has moved on meanwhile. */
const ATTEMPTS = 4

export interface CitiesOnDays {
  /** @throws AppError unprocessable for a day to come */
  get(code: string, day: string, atLeast: number): Promise<CityInMemory>
  peek(code: string, day: string): CityInMemory | undefined
}

interface Now {
  get(code: string, atLeast: number): Promise<CityInMemory>
  refresh(code: string): Promise<CityInMemory>
  peek(code: string): CityInMemory | undefined
  now: () => number
}

/** Cities as of past days, made from the city as it is now when somebody asks; the least recently used are dropped. */
export function citiesOnDays(database: Database, { get, refresh, peek, now }: Now): CitiesOnDays {
  const known = new Map<string, CityInMemory>()
  const making = new Map<string, Promise<CityInMemory>>()

  const make = async (code: string, day: string, atLeast: number): Promise<CityInMemory> => {
    let current = await get(code, atLeast)
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      const city = await loadDay(database, current, day)
      if (city !== null) return city
      current = await refresh(code)
    }
    throw new AppError('unavailable', 'the city is changed all the time: try again', { city: code })
  }

  const found = (code: string, day: string): CityInMemory | undefined => {
    // a change may have been dated back: a day holds as long as the city stands at its revision
    const city = known.get(writeCityAddress({ code, day }))
    return city !== undefined && city.snapshot.revision === peek(code)?.snapshot.revision ? city : undefined
  }

  const keep = (address: string, city: CityInMemory) => {
    known.delete(address)
    known.set(address, city)
    const oldest = known.keys().next().value
    if (known.size > KEPT && oldest !== undefined) known.delete(oldest)
  }

  return {
    peek: (code, day) => (day === localDay(now()) ? peek(code) : found(code, day)),
    async get(code, day, atLeast) {
      if (!Day.safeParse(day).success) throw new AppError('invalid_request', 'there is no such day', { day })
      const today = localDay(now())
      if (day > today)
        throw new AppError('unprocessable', 'nobody knows the city of a day to come', {
          reason: 'day_in_future',
          day,
        })
      const current = await get(code, atLeast)
      if (day === today) return current
      const address = writeCityAddress({ code, day })
      const ready = found(code, day)
      if (ready !== undefined) {
        keep(address, ready)
        return ready
      }
      const running = making.get(address)
      if (running !== undefined) return running
      const work = make(code, day, atLeast).finally(() => making.delete(address))
      making.set(address, work)
      const city = await work
      keep(address, city)
      return city
    },
  }
}
