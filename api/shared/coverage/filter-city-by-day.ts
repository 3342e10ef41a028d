import type { CitySnapshot } from '../snapshot/city-snapshot.ts'

/** Number of year ends before the data date. */
const YEARS_BACK = 5

/** Returns the year ends by whose branches and premises today's grids can be measured, then the data date. */
export function listMeasuringDays(dataDate: string): string[] {
  const year = Number(dataDate.slice(0, 4))
  const ends = Array.from({ length: YEARS_BACK }, (_, i) => `${year - YEARS_BACK + i}-12-31`)
  return [...ends, dataDate]
}

/**
 * Returns the city with the branches and open premises of a day, and with the current grids, households and
 * settings. Premises without an opening day count as open on every day. From the data date on the city is
 * returned unchanged.
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
