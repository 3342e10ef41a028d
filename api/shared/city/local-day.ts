const formats = new Map<string, Intl.DateTimeFormat>()

/** Returns the date ('YYYY-MM-DD') of a Unix time in milliseconds in a time zone of the IANA list. */
export function toLocalDay(at: number, timeZone: string): string {
  let format = formats.get(timeZone)
  if (format === undefined) {
    // Swedish dates are those of ISO 8601
    format = new Intl.DateTimeFormat('sv-SE', {
      timeZone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    })
    formats.set(timeZone, format)
  }
  return format.format(at)
}
