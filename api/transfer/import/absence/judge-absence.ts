import { getCityCodePrefix } from '../territory/city-code-prefix.ts'
import type { TargetReport } from '../staging/import-report.ts'

/** Where rows that stand in the city may be judged absent from a file. */
export interface AbsenceScope {
  /** What happens to them. */
  missing: 'keep' | 'retire'
  /** Codes of the units that the file is said to cover as a whole; none: the units that its rows belong to. */
  within: readonly string[]
  /** Whether a unit may lose everything that stands in it. */
  mayEmpty: boolean
}

export interface JudgedAbsence<T> extends Pick<
  TargetReport,
  'absent' | 'absentRows' | 'retired' | 'notJudged' | 'emptied'
> {
  /** Rows that the import retires. */
  gone: T[]
}

const MOST_ABSENT = 50
const MOST_EMPTIED = 50

/**
 * Judges which rows that stand in the city are absent from a file. Only units that the file covers are looked at. A row
 * that stands in the file is never absent, refused or not. A unit that no row of the file belongs to is emptied only on
 * request.
 */
export function judgeAbsence<T extends { code?: unknown; name?: unknown; id?: unknown }>({
  standing,
  isPresent,
  unitOf,
  covered,
  scope: { missing, within, mayEmpty },
  nameOf = (unit) => unit,
}: {
  standing: readonly T[]
  isPresent: (row: T) => boolean
  /** The unit in which a row is judged. */
  unitOf: (row: T) => string
  /** Units that rows of the file belong to, refused ones as well. */
  covered: ReadonlySet<string>
  scope: AbsenceScope
  nameOf?: (unit: string) => string
}): JudgedAbsence<T> {
  const prefixes = within.map(getCityCodePrefix)
  const isInScope = (unit: string) =>
    prefixes.length > 0 ? prefixes.some((prefix) => unit.startsWith(prefix)) : covered.has(unit)
  const missingRows = standing.filter((row) => !isPresent(row))
  const absent = missingRows.filter((row) => isInScope(unitOf(row)))
  const emptied = new Map<string, number>()
  for (const row of absent) {
    const unit = unitOf(row)
    if (!covered.has(unit)) emptied.set(unit, (emptied.get(unit) ?? 0) + 1)
  }
  const gone = missing === 'keep' ? [] : absent.filter((row) => mayEmpty || !emptied.has(unitOf(row)))
  return {
    gone,
    absent: absent.length,
    absentRows: summariseAbsentRows(absent),
    retired: gone.length,
    notJudged: missingRows.length - absent.length,
    emptied: [...emptied]
      .slice(0, MOST_EMPTIED)
      .map(([code, rows]) => ({ code, name: nameOf(code), rows, kept: missing === 'keep' || !mayEmpty })),
  }
}

/** Returns the first of the rows that are not in the file, as they can be named; lines have no code. */
function summariseAbsentRows(
  rows: readonly { code?: unknown; name?: unknown; id?: unknown }[],
): TargetReport['absentRows'] {
  return rows
    .slice(0, MOST_ABSENT)
    .map(({ code, name, id }) => ({ code: String(code ?? id ?? ''), name: String(name ?? '') }))
}
