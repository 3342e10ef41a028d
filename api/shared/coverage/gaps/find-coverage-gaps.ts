import { float64At, int32At, itemAt, numberAt, uint8At } from '../../geometry/at.ts'
import type { CitySnapshot } from '../../snapshot/city-snapshot.ts'
import { type CommunityType, communityTypes } from '../../contract/enums.ts'
import { type GapReason, gapReasons, type StandardReason } from '../../contract/coverage/coverage-enums.ts'
import { getRepresentativePoints } from '../../geometry/shapes/representative-points.ts'
import { createEuclideanDistances } from '../reach/euclidean-distances.ts'
import { classifyGaps, flagOverloadedGrids } from './classify-gaps.ts'
import { isServing } from '../serving-premises.ts'
import { toStandardReasons } from '../standard-compliance.ts'
import type { CoverageTable } from '../table/coverage-table.ts'
import { sumUnreachedHouseholds } from '../table/sum-unreached.ts'

/** A community with uncovered grids, or a park without organisation. */
export interface CoverageGap {
  kind: 'community' | 'park'
  /** Code of the community or park. */
  subject: string
  name: string
  /** null: no English name; parks never have one. */
  nameEn: string | null
  /** Row of its community; -1: none. */
  community: number
  type: CommunityType | null
  reasons: GapReason[]
  /** Why the premises of the community fail the standard. */
  failings: StandardReason[]
  /** Rows of the uncovered grids; empty for a park. */
  grids: number[]
  households: number
  residents: number
  /** Households of the whole community that no service reaches within its limit; 0 for a park. */
  unreached: number
  /** Employees of a park. */
  employees: number
  /**
   * Nearest premises of the grids out of reach, or of the centre of a park by straight-line distance: row and
   * metres; -1 and NaN: no grid is out of reach, or none has a way to any premises.
   */
  nearest: number
  metres: number
}

/**
 * New communities, converted villages and parks come first: the source names them as the least covered ones.
 */
const PRIORITY: readonly (CommunityType | null)[] = ['new', 'converted', 'park']

/** Returns all gaps, most urgent first: by community type, then by uncovered households. */
export function findCoverageGaps(table: CoverageTable, parks: CitySnapshot['parks']): CoverageGap[] {
  return [...communityGaps(table), ...parkGaps(table, parks)].sort(
    (a, b) =>
      rank(a) - rank(b) ||
      b.households - a.households ||
      b.employees - a.employees ||
      (a.subject < b.subject ? -1 : 1),
  )
}

function rank({ kind, type }: CoverageGap): number {
  if (kind === 'park') return PRIORITY.indexOf('park')
  const at = PRIORITY.indexOf(type)
  return at < 0 ? PRIORITY.length : at
}

function communityGaps(table: CoverageTable): CoverageGap[] {
  const { grids, units, communities, reach } = table
  const classes = classifyGaps(table)
  const overloaded = flagOverloadedGrids(table)
  const gaps = new Map<number, CoverageGap & { found: Set<GapReason> }>()
  for (let grid = 0; grid < grids.count; grid++) {
    const community = numberAt(grids.community, grid)
    const reasons: GapReason[] = []
    if (uint8At(classes, grid) >= 2) reasons.push('no-branch')
    if (numberAt(grids.workers, grid) < 1) reasons.push('no-worker')
    const isOut = classes[grid] === 1 || classes[grid] === 3
    if (isOut) reasons.push('out-of-reach')
    if (overloaded[grid] === 1) reasons.push('overloaded')
    if (community < 0 || reasons.length === 0) continue
    let gap = gaps.get(community)
    if (gap === undefined) {
      gap = {
        kind: 'community',
        subject: itemAt(units.community.codes, community),
        name: itemAt(units.community.names, community),
        nameEn: units.community.namesEn[community] ?? null,
        community,
        type: communityTypes[numberAt(communities.type, community)] ?? null,
        reasons: [],
        failings: toStandardReasons(numberAt(communities.failings, community)),
        grids: [],
        households: 0,
        residents: 0,
        unreached: 0,
        employees: 0,
        nearest: -1,
        metres: NaN,
        found: new Set(),
      }
      gaps.set(community, gap)
    }
    for (const reason of reasons) gap.found.add(reason)
    gap.grids.push(grid)
    gap.households += numberAt(grids.households, grid)
    gap.residents += numberAt(grids.residents, grid)
    // the premises of grids that are reached, or only lack a branch, say nothing about the way of the others
    if (isOut && !(numberAt(reach.metres, grid) >= gap.metres) && !Number.isNaN(reach.metres[grid])) {
      gap.metres = numberAt(reach.metres, grid)
      gap.nearest = numberAt(reach.nearest, grid)
    }
  }
  sumUnreachedHouseholds(table).forEach((households, grid) => {
    const gap = gaps.get(numberAt(grids.community, grid))
    if (gap !== undefined) gap.unreached += households
  })
  return Array.from(gaps.values(), ({ found, ...gap }) => ({
    ...gap,
    reasons: gapReasons.filter((reason) => found.has(reason)),
  }))
}

function parkGaps(
  { communities, places, options }: CoverageTable,
  parks: CitySnapshot['parks'],
): CoverageGap[] {
  const points = getRepresentativePoints(parks.mesh.polygons)
  const { site, metres } = createEuclideanDistances(
    points,
    Int32Array.from(places.xy),
    options.detour,
  ).nearest((place) => isServing(options, numberAt(places.kind, place), false))
  return parks.codes.flatMap((subject, row): CoverageGap[] => {
    const organised = parks.organisations[row] !== 'none'
    // a park with at least a liaison lacks one of the two kinds of coverage only
    if (organised) return []
    const community = int32At(parks.community, row)
    const reasons: GapReason[] =
      parks.liaisonSince[row] === null ? ['no-organisation', 'no-liaison'] : ['no-organisation']
    return [
      {
        kind: 'park',
        subject,
        name: itemAt(parks.names, row),
        nameEn: null,
        community,
        type: community < 0 ? 'park' : (communityTypes[numberAt(communities.type, community)] ?? null),
        reasons,
        failings: [],
        grids: [],
        households: 0,
        residents: 0,
        unreached: 0,
        employees: int32At(parks.employees, row),
        nearest: int32At(site, row),
        metres: Math.round(float64At(metres, row)),
      },
    ]
  })
}
