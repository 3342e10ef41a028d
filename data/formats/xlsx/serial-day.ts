const DAY_MS = 86_400_000

/** A spreadsheet's number of days as 'YYYY-MM-DD'. It counts a 29 February 1900 that never was, so it begins a day early. */
export function serialToDay(serial: number, from1904: boolean): string {
  const start = from1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, 30)
  const date = new Date(start + Math.floor(serial) * DAY_MS)
  return Number.isNaN(date.getTime()) ? String(serial) : date.toISOString().slice(0, 10)
}

export function dayToSerial(day: string): number {
  return Math.round((Date.parse(`${day}T00:00:00Z`) - Date.UTC(1899, 11, 30)) / DAY_MS)
}
