import { type CityPlace, DEFAULT_PLACE, isChineseCity } from '#shared/city/city-place.ts'
import type { Database } from '../../../db/database.ts'
import { createCity } from './create-city.ts'

/** A new city without anything in it, ready for imports. */
export async function createEmptyCity(
  database: Database,
  {
    code,
    name,
    nameEn,
    dataDate,
    source,
    actor,
    place,
  }: {
    code: string
    name: string
    nameEn: string
    dataDate: string
    source: string
    actor: string
    place?: CityPlace | undefined
  },
): Promise<void> {
  await createCity(
    database,
    {
      city: { code, name, nameEn, dataDate, source, demo: false },
      units: [],
      grids: [],
      premises: [],
      parks: [],
      buildings: [],
      indicators: [],
      indicatorValues: [],
      projects: [],
      roads: [],
      waterways: [],
    },
    {
      actor,
      note: isChineseCity(place ?? DEFAULT_PLACE) ? `新建城市 ${name}` : `New city ${name}`,
      settings: place === undefined ? {} : { place },
    },
  )
}
