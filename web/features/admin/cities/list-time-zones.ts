import { DEFAULT_TIME_ZONE } from '#shared/contract/city/time-zone.ts'

/** The time zones that this browser knows, by name, with their distance from UTC at a moment; `own` is always among them. */
export function listTimeZones(at: number, own: string): { value: string; text: string }[] {
  const names = new Set([...Intl.supportedValuesOf('timeZone'), DEFAULT_TIME_ZONE, own])
  return [...names].sort().map((value) => ({ value, text: `${value} (${describeOffset(at, value)})` }))
}

function describeOffset(at: number, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' }).formatToParts(at)
  return (parts.find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT').replace('GMT', 'UTC')
}
