/**
 * Prefix that distinguishes metrics of the indicator catalogue from built-in ones; their texts come with the
 * catalogue.
 */
const PREFIX = 'indicator-'

/** Returns the metric id of an item of the community data form. */
export const toIndicatorMetricId = (code: string): string => PREFIX + code

/** Returns the item code of an indicator metric; null for any other metric. */
export function findIndicatorCode(metric: string | null): string | null {
  return metric?.startsWith(PREFIX) === true ? metric.slice(PREFIX.length) : null
}
