import { toLocalDay } from '#shared/city/local-day.ts'
import type { NewCity } from '#shared/contract/city/new-city.ts'
import type { Session } from '#shared/contract/access/session.ts'
import { isAllowed } from '#shared/contract/permissions.ts'
import type { Database } from '../../db/database.ts'
import { AppError } from '../../errors.ts'
import type { SnapshotCache } from '../../snapshot/snapshot-cache.ts'
import { createEmptyCity } from '../../transfer/import/city/create-empty-city.ts'

/**
 * Creates a city without anything in it.
 *
 * @param now the moment whose day in the city's time zone is the first one of its data
 * @throws AppError forbidden for a city outside of the area of the session, conflict for a code in use
 */
export async function createCity(
  { database, cities }: { database: Database; cities: SnapshotCache },
  { code, name, nameEn, timeZone, place }: NewCity,
  session: Session | null,
  now: number,
): Promise<void> {
  if (session === null || !isAllowed(session, 'city.create', { city: code }))
    throw new AppError('forbidden', `city ${code} is outside of your area`, { city: code })
  if ((await cities.list()).some((city) => city.code === code))
    throw new AppError('conflict', `there is a city ${code} already`, { city: code, reason: 'city_exists' })
  await createEmptyCity(database, {
    code,
    name,
    nameEn: nameEn === '' ? name : nameEn,
    dataDate: toLocalDay(now, timeZone),
    place: { timeZone, longitude: place?.[0] ?? null, latitude: place?.[1] ?? null },
    source: '',
    actor: session.name,
  })
}
