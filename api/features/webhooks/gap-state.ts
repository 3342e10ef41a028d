import { z } from 'zod'
import type { CitySnapshot } from '#shared/snapshot/city-snapshot.ts'
import { getGapList } from '../../coverage/gaps/gap-list.ts'

/** What is kept of a city's gaps to see later which have come and gone: reasons by code of the community or park. */
export const GapState = z.record(z.string(), z.string())
export type GapState = z.infer<typeof GapState>

/** More subjects than this are counted and not named: whoever wants them all asks for the list. */
const MOST_NAMED = 200

export function toGapState(snapshot: CitySnapshot): GapState {
  return Object.fromEntries(getGapList(snapshot).map(({ subject, reasons }) => [subject, reasons.join()]))
}

/** What has become of the gaps; null: nothing. */
export function diffGapStates(before: GapState, after: GapState) {
  const opened = Object.keys(after).filter((subject) => before[subject] === undefined)
  const closed = Object.keys(before).filter((subject) => after[subject] === undefined)
  const changed = Object.keys(after).filter(
    (subject) => before[subject] !== undefined && before[subject] !== after[subject],
  )
  if (opened.length + closed.length + changed.length === 0) return null
  const named = (subjects: readonly string[], of: GapState) => ({
    count: subjects.length,
    subjects: subjects.slice(0, MOST_NAMED).map((subject) => ({ subject, reasons: of[subject]!.split(',') })),
  })
  return { opened: named(opened, after), closed: named(closed, before), changed: named(changed, after) }
}
