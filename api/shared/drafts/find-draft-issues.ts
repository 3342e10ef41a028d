import type { Issue } from '../contract/drafts/draft-issues.ts'
import { findRuleProfile, type GridRules } from '../city/find-rule-profile.ts'
import type { RuleProfile } from '../contract/city/city-settings.ts'
import type { CellId } from '../geometry/cell-set.ts'
import { computeInteriorPoint } from '../geometry/shapes/interior-point.ts'
import type { MultiPolygon } from '../geometry/lattice.ts'
import type { GeometryIssue } from '../geometry/validate/geometry-issue.ts'
import { checkContiguity } from '../geometry/validate/check-contiguity.ts'
import { checkMissingCommunity } from '../geometry/validate/check-missing-community.ts'
import { measureSharedBorders } from '../geometry/topology/measure-shared-borders.ts'
import { checkSimpleRings } from '../geometry/validate/check-simple-rings.ts'
import { checkSlivers } from '../geometry/validate/check-slivers.ts'
import { checkTiling } from '../geometry/validate/check-tiling.ts'
import { findCutBuildings } from './buildings/find-cut-buildings.ts'
import type { GridAttributes, DraftState } from './draft-state.ts'
import { isOwnCell } from './is-own-cell.ts'

/**
 * Returns the errors of the grids of the street, and warnings where they violate the rule profile of their
 * kind in town or country. `only`: the cells to check, e.g. those that the draft has changed; default: all of the street.
 */
export function findDraftIssues(state: DraftState, rules: GridRules, only?: ReadonlySet<CellId>): Issue[] {
  const { set, facts } = state
  const mine = (id: CellId) => isOwnCell(state, id)
  const asked = (id: CellId) =>
    mine(id) && !set.cells.get(id)?.undivided && (only === undefined || only.has(id))
  const profileOf = (id: CellId): RuleProfile =>
    findRuleProfile(rules, facts.get(id)?.kind ?? 'comprehensive', isRuralCell(state, id))
  const geometry = [
    ...checkTiling(set, mine),
    ...[checkSimpleRings, checkMissingCommunity, checkContiguity].flatMap((rule) => rule(set, asked)),
    ...checkSlivers(set, mine, (id) => profileOf(id).minAreaM2).filter(({ cells }) => cells.every(asked)),
  ].map(toIssue)
  const load = [...set.cells.keys()]
    .filter(asked)
    .flatMap((id) => loadIssues(state, id, facts.get(id), profileOf(id), mine))
  return [...geometry, ...findCutBuildings(state, asked), ...load, ...nameIssues(state, asked)].sort(
    (a, b) => Number(a.severity === 'warning') - Number(b.severity === 'warning'),
  )
}

/** Selects the errors, which block the draft wherever they are, and the warnings of the given cells. */
export function selectDraftIssues(issues: readonly Issue[], cells: ReadonlySet<CellId>): Issue[] {
  return issues.filter(
    ({ severity, cells: concerned }) => severity === 'error' || concerned.some((cell) => cells.has(cell)),
  )
}

/** Whether the cell lies in a community in the country. */
export function isRuralCell({ set, rural }: DraftState, id: CellId): boolean {
  return rural?.has(set.cells.get(id)?.community ?? '') === true
}

function loadIssues(
  { set }: DraftState,
  id: CellId,
  facts: GridAttributes | undefined,
  profile: RuleProfile,
  mine: (id: CellId) => boolean,
): Issue[] {
  const cell = set.cells.get(id)
  if (!cell || !facts) return []
  const about = (type: Issue['type'], found: number, wanted: number, fixes: Issue['fixes'] = []): Issue => ({
    type,
    severity: 'warning',
    cells: [id],
    at: placeIn(cell.shape),
    found,
    wanted,
    fixes,
  })
  const issues: Issue[] = []
  if (profile.minHouseholds !== null && facts.households < profile.minHouseholds) {
    // the neighbour with the longest common border receives it
    const fixes = measureSharedBorders(
      set,
      cell.shape,
      (other) => other !== id && mine(other) && set.cells.get(other)?.community === cell.community,
    ).map(({ id: keep }): Issue['fixes'][number] => ({ op: 'merge', grids: [keep, id], keep }))
    issues.push(about('too_few_households', facts.households, profile.minHouseholds, fixes))
  }
  if (profile.maxHouseholds !== null && facts.households > profile.maxHouseholds)
    issues.push(about('too_many_households', facts.households, profile.maxHouseholds))
  const workers = facts.fullTimeWorkers + facts.partTimeWorkers
  if (workers < profile.minWorkers) issues.push(about('no_worker', workers, profile.minWorkers))
  if (facts.branchSince === null) issues.push(about('no_branch', 0, 1))
  return issues
}

/** Reports grids of one community that have the same name. */
function nameIssues({ set, facts }: DraftState, asked: (id: CellId) => boolean): Issue[] {
  const byName = new Map<string, CellId[]>()
  for (const { id, community } of set.cells.values()) {
    const key = `${community} ${facts.get(id)?.name ?? ''}`
    byName.set(key, [...(byName.get(key) ?? []), id])
  }
  return [...byName.values()]
    .filter((ids) => ids.length > 1 && ids.some(asked))
    .map((cells) => ({
      type: 'name_taken',
      severity: 'warning',
      cells,
      at: placeIn(set.cells.get(cells[0]!)?.shape ?? []),
      found: cells.length,
      wanted: 1,
      fixes: [],
    }))
}

const toIssue = ({ at, fixes, ...issue }: GeometryIssue): Issue => ({
  ...issue,
  at: at === null ? null : [at[0], at[1]],
  fixes,
})

function placeIn([polygon]: MultiPolygon): [number, number] | null {
  if (!polygon) return null
  const [x, y] = computeInteriorPoint(polygon)
  return [Math.round(x), Math.round(y)]
}
