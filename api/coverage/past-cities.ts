import { z } from 'zod'
import type { CitySnapshot } from '#shared/snapshot/city-snapshot.ts'
import { formatDatedCityCode } from '#shared/city/dated-city-code.ts'
import { listTrendDays } from '#shared/coverage/list-trend-days.ts'
import type { Database } from '../db/database.ts'
import { loadSql } from '../db/load-sql.ts'
import { withCity } from '../db/transaction/with-city.ts'
import type { SnapshotCache } from '../snapshot/snapshot-cache.ts'

/** The city on the days of a trend, as anybody reads it who asks for that day. */
export interface PastCities {
  /** Returns the days of a trend, oldest first; the data date of the city is the last. */
  listDays(city: CitySnapshot): Promise<string[]>
  /** Returns the city as of a day; itself on its data date, as it counts nothing that is later. */
  get(city: CitySnapshot, day: string): Promise<CitySnapshot>
}

const firstGridDay = loadSql('api/coverage/sql/select-first-grid-day.sql')
const FirstGridDay = z.object({ day: z.string().nullable() })

export function createPastCities(database: Database, cities: Pick<SnapshotCache, 'get'>): PastCities {
  return {
    async listDays({ code, dataDate }) {
      const { day } = await withCity(
        database,
        code,
        async (tx) => FirstGridDay.parse((await tx.query(firstGridDay)).rows[0]),
        { access: 'read' },
      )
      return listTrendDays(day ?? dataDate, dataDate)
    },
    async get(city, day) {
      if (day === city.dataDate) return city
      return (await cities.get(formatDatedCityCode({ code: city.code, day }), city.revision)).snapshot
    },
  }
}
