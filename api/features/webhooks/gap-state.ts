import { z } from 'zod'
import type { CoverageGap } from '#shared/coverage/gaps/find-coverage-gaps.ts'

/** Stored state of a city's gaps, to find out later which were opened or closed: reasons by community or park code. */
export const GapState = z.record(z.string(), z.string())
export type GapState = z.infer<typeof GapState>

/** A message lists at most this many subjects; the rest is only counted. */
const MAX_SUBJECTS = 200

export function toGapState(gaps: readonly CoverageGap[]): GapState {
  return Object.fromEntries(gaps.map(({ subject, reasons }) => [subject, reasons.join()]))
}

/** Returns the gaps that were opened, closed or changed; null: none. */
export function diffGapStates(before: GapState, after: GapState) {
  const opened = Object.keys(after).filter((subject) => before[subject] === undefined)
  const closed = Object.keys(before).filter((subject) => after[subject] === undefined)
  const changed = Object.keys(after).filter(
    (subject) => before[subject] !== undefined && before[subject] !== after[subject],
  )
  if (opened.length + closed.length + changed.length === 0) return null
  const toList = (subjects: readonly string[], state: GapState) => ({
    count: subjects.length,
    subjects: subjects
      .slice(0, MAX_SUBJECTS)
      .map((subject) => ({ subject, reasons: state[subject]!.split(',') })),
  })
  return { opened: toList(opened, after), closed: toList(closed, before), changed: toList(changed, after) }
}
