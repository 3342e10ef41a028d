import { toLocalDay } from '#shared/city/local-day.ts'
import { AppError } from '../../errors.ts'

/** Reads `datetime=`: a time, or an interval 'from/to' with '..' for an open end. Returns days in the time zone; null: open. */
export function readInterval(text: string, timeZone: string): { from: string | null; to: string | null } {
  const parts = text.split('/')
  const refuse = () =>
    new AppError('invalid_request', 'datetime is a date, or an interval', {
      place: 'query',
      parameter: 'datetime',
    })
  if (parts.length > 2) throw refuse()
  const [from, to = from] = parts.map((part) => {
    if (part === '' || part === '..') return null
    if (
      !/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2}))?$/.test(part) ||
      Number.isNaN(Date.parse(part))
    )
      throw refuse()
    return part.length === 10 ? part : toLocalDay(Date.parse(part), timeZone)
  })
  if (parts.length === 1 && from === null) throw refuse()
  if (from && to && from > to) throw refuse()
  return { from: from ?? null, to: to ?? null }
}

/** Writes days as `readInterval` reads them, whatever the time zone. */
export const formatInterval = ({ from, to }: { from: string | null; to: string | null }): string =>
  `${from ?? '..'}/${to ?? '..'}`
