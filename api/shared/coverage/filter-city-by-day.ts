import type { CitySnapshot } from '../snapshot/city-snapshot.ts'

/** Year ends before the data's own day. */
const YEARS_BACK = 5

/** Year ends for which figures can be told, and the data's own day as the last. */
export function listTrendDays(dataDate: string): string[] {
  const year = Number(dataDate.slice(0, 4))
  const ends = Array.from({ length: YEARS_BACK }, (_, i) => `${year - YEARS_BACK + i}-12-31`)
  return [...ends.filter((day) => day < dataDate), dataDate]
}

/**
 * The city with the branches and open premises that it had on a day, by today's grids, households and settings; premises
 * whose day nobody knows were always there. From its own day on the city is as it is.
 */
export function filterCityByDay(city: CitySnapshot, day: string | null): CitySnapshot {
  if (day === null || day >= city.dataDate) return city
  return {
    ...city,
    grids: {
      ...city.grids,
      branchSince: city.grids.branchSince.map((since) => (since !== null && since <= day ? since : null)),
    },
    premises: {
      ...city.premises,
      statuses: city.premises.statuses.map((status, row) =>
        status === 'open' && (city.premises.openedOn[row] ?? '') > day ? 'planned' : status,
      ),
    },
  }
}
