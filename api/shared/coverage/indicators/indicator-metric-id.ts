/** Metrics of the catalogue are told from the built-in ones by this; texts come with the catalogue. */
const PREFIX = 'indicator-'

export const toIndicatorMetricId = (code: string): string => PREFIX + code

/** Code of the item that a metric shows; null: it is none of the catalogue. */
export function findIndicatorCode(metric: string | null): string | null {
  return metric?.startsWith(PREFIX) === true ? metric.slice(PREFIX.length) : null
}
