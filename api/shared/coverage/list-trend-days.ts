/** Months of the periods at whose ends a trend has points: years where the city is old enough, else quarters, else months. */
const PERIODS = [12, 3, 1] as const
/** Points before the last one: the most, and as many as make a longer period worth having. */
const MOST = 5
const ENOUGH = 3

/**
 * Returns the days of a trend, oldest first: the last ends of periods on which the city had grids, and the data date.
 *
 * @param first the first day on which a grid stood
 */
export function listTrendDays(first: string, dataDate: string): string[] {
  const past = PERIODS.map((months) => listPeriodEnds(months, first, dataDate))
  const chosen = past.find((days) => days.length >= ENOUGH) ?? past.at(-1) ?? []
  return [...chosen, dataDate]
}

/** Returns the last ends of periods of so many months from the first day on, before the data date. */
function listPeriodEnds(months: number, first: string, dataDate: string): string[] {
  const [year = 0, month = 1] = dataDate.split('-').map(Number)
  const current = Math.floor((month - 1) / months) * months
  const ends = Array.from({ length: MOST }, (_, back) =>
    // the day before the first one of a month
    new Date(Date.UTC(year, current - back * months, 0)).toISOString().slice(0, 10),
  )
  return ends.filter((day) => day >= first).reverse()
}
