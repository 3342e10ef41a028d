import { findRuleProfile, type GridRules } from '#shared/city/find-rule-profile.ts'
import type { Issue } from '#shared/contract/drafts/draft-issues.ts'
import type { DraftState } from '#shared/drafts/draft-state.ts'
import { isRuralCell } from '#shared/drafts/find-draft-issues.ts'
import { isOwnCell } from '#shared/drafts/is-own-cell.ts'
import type { CellId } from '#shared/geometry/cell-set.ts'
import { listShortNumbers } from './list-short-numbers.ts'

/** Where the households of a grid lie beside the range of its rule; none: its rule has no range. */
export type BandVerdict = 'less' | 'in' | 'more' | 'none'

/** One grid of the street, or the land of a community that has none yet, as a row of the table. */
export interface StreetRow {
  id: CellId
  /** Empty for land without grids. */
  number: string
  name: string
  /** Twelve digits. */
  community: string
  communityName: string
  undivided: boolean
  households: number
  verdict: BandVerdict
  /** The range of the rule; null: open on that side. */
  band: { least: number | null; most: number | null }
  workers: number
  branchSince: string | null
  premises: number
  errors: number
  /** Errors and hints. */
  problems: number
}

/** Lists the grids of the street in the order of their codes, new ones after the others of their community. */
export function listStreetRows(state: DraftState, rules: GridRules, issues: readonly Issue[]): StreetRow[] {
  const numbers = listShortNumbers(state)
  const problems = countByCell(issues)
  const errors = countByCell(issues.filter(({ severity }) => severity === 'error'))
  const premises = new Map<CellId, number>()
  for (const owner of state.premises?.owner ?? [])
    if (owner !== null) premises.set(owner, (premises.get(owner) ?? 0) + 1)
  return [...state.set.cells.values()]
    .flatMap(({ id, community, undivided = false }): (StreetRow & { code: string })[] => {
      const facts = state.facts.get(id)
      if (facts === undefined || !isOwnCell(state, id)) return []
      const { minHouseholds, maxHouseholds } = findRuleProfile(rules, facts.kind, isRuralCell(state, id))
      const band = undivided ? NO_BAND : { least: minHouseholds, most: maxHouseholds }
      return [
        {
          id,
          code: facts.code ?? `${community}~`,
          number: numbers.get(id) ?? '',
          name: facts.name,
          community,
          communityName: state.unitNames?.get(community) ?? community,
          undivided,
          households: facts.households,
          verdict: judgeHouseholds(facts.households, band),
          band,
          workers: facts.fullTimeWorkers + facts.partTimeWorkers,
          branchSince: facts.branchSince,
          premises: premises.get(id) ?? 0,
          errors: errors.get(id) ?? 0,
          problems: problems.get(id) ?? 0,
        },
      ]
    })
    .sort((a, b) => compareText(a.code, b.code) || compareText(a.number, b.number))
    .map(({ code: _, ...row }) => row)
}

const NO_BAND = { least: null, most: null }

function judgeHouseholds(households: number, { least, most }: StreetRow['band']): BandVerdict {
  if (least === null && most === null) return 'none'
  if (least !== null && households < least) return 'less'
  return most !== null && households > most ? 'more' : 'in'
}

function countByCell(issues: readonly Issue[]): Map<CellId, number> {
  const counts = new Map<CellId, number>()
  for (const { cells } of issues) for (const id of cells) counts.set(id, (counts.get(id) ?? 0) + 1)
  return counts
}

const compareText = (a: string, b: string): number => a.localeCompare(b, 'en', { numeric: true })
