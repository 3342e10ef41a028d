/** The time zone of a city that states none. */
export const DEFAULT_TIME_ZONE = 'Asia/Shanghai'

/**
 * Whether a text names a time zone of the IANA list: 'Europe/Vaduz'. Offsets ('+08:00') are none: databases read their
 * sign the other way round, and they know no summer time.
 */
export function isTimeZone(text: string): boolean {
  if (!/^[A-Za-z_]+(\/[A-Za-z0-9_+-]+){0,2}$/.test(text)) return false
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}
