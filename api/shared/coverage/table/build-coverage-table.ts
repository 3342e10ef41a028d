import { float64At, int32At, itemAt, numberAt, uint32At } from '../../geometry/at.ts'
import type { CitySnapshot, UnitTable } from '../../snapshot/city-snapshot.ts'
import { hasBranch } from '../../snapshot/has-branch.ts'
import type { CoverageOptions } from '../../contract/coverage/coverage-options.ts'
import { communityTypes, gridKinds, premisesKinds } from '../../contract/enums.ts'
import {
  computePremisesCapacities,
  getPremisesPoints,
  listRuralPoints,
  type Reach,
} from '../reach/measure-reach.ts'
import { clusterSites } from '../reach/cluster-sites.ts'
import { shareLoads } from '../reach/share-loads.ts'
import { computeReachLimits } from '../reach/reach-limits.ts'
import { findRuralCommunities } from '../rural-communities.ts'
import { findServingPremises } from '../serving-premises.ts'
import { computeCommunityFailings, computePremisesFailings } from '../standard-compliance.ts'
import { selectDemandPoints } from '../demand/demand-points.ts'
import { arrangePoints, summariseReach } from './arrange-points.ts'
import { type CoverageTable, type CoverageUnits } from './coverage-table.ts'

/** Builds the table of a snapshot. `reach` is computed on first use. */
export function buildCoverageTable(
  city: CitySnapshot,
  options: CoverageOptions,
  reach: () => Reach,
): CoverageTable {
  const { grids, premises, units } = city
  const rows = findServingPremises(city, options)
  const rural = findRuralCommunities(city)
  const onceReach = once(reach)
  const demand = selectDemandPoints(city, options.measuredFrom)
  const xy = getPremisesPoints(city, rows)
  const capacity = computePremisesCapacities(city, rows)
  const onceCluster = once(() => clusterSites(xy, city.settings.coverage.nearMetres))
  const onceLoad = once(() => {
    const { nearest, metres } = onceReach()
    const limits = computeReachLimits(options, listRuralPoints(city, demand.grid))
    return shareLoads(
      { cluster: onceCluster(), capacity },
      nearest,
      demand.households,
      (point) => float64At(metres, point) <= float64At(limits, point),
    )
  })
  const oncePoints = once(() => arrangePoints(demand, grids.count, onceReach()))
  const onceGridReach = once(() => summariseReach(oncePoints(), demand, onceReach()))
  const onceFailings = once(() => {
    const load = onceLoad()
    const servedBy = new Map(rows.map((row, place) => [row, load[place]]))
    return computePremisesFailings(city, (row) => {
      const own = countOwnHouseholds(city, row)
      return Number.isNaN(own) ? (servedBy.get(row) ?? NaN) : own
    })
  })
  const onceCommunityFailings = once(() => computeCommunityFailings(city, onceFailings()))
  return {
    options,
    units: {
      district: unitColumns(units.district),
      street: unitColumns(units.street),
      community: { ...unitColumns(units.community) },
    },
    communities: {
      type: units.community.types.map((type) => (type === null ? -1 : communityTypes.indexOf(type))),
      urban: units.community.urbanScope,
      rural,
      get failings() {
        return onceCommunityFailings()
      },
    },
    zones: new Set(units.district.kinds.flatMap((kind, row) => (kind === 'managing_zone' ? [row] : []))),
    grids: {
      count: grids.count,
      ids: grids.ids,
      codes: grids.codes,
      names: grids.names,
      kind: grids.kinds.map((kind) => gridKinds.indexOf(kind)),
      community: grids.community,
      households: grids.households,
      residents: grids.residents,
      areaM2: grids.areaM2,
      workers: grids.fullTimeWorkers.map((full, row) => full + int32At(grids.partTimeWorkers, row)),
      branch: Uint8Array.from(grids.branchSince, (_, row) => Number(hasBranch(grids, row, city.dataDate))),
    },
    places: {
      count: rows.length,
      ids: rows.map((row) => uint32At(premises.ids, row)),
      codes: rows.map((row) => itemAt(premises.codes, row)),
      names: rows.map((row) => itemAt(premises.names, row)),
      kind: rows.map((row) => premisesKinds.indexOf(itemAt(premises.kinds, row))),
      community: rows.map((row) => int32At(premises.community, row)),
      capacity,
      areaM2: rows.map((row) => float64At(premises.areaM2, row)),
      get failings() {
        return rows.map((row) => int32At(onceFailings(), row))
      },
      xy,
      get cluster() {
        return onceCluster()
      },
      get load() {
        return onceLoad()
      },
    },
    get points() {
      return oncePoints()
    },
    get reach() {
      return onceGridReach()
    },
  }
}

/**
 * Returns the households that a community's own rooms are for: those of the community, shared among its open
 * rooms by floor area; NaN for other premises, and where they are unknown.
 */
function countOwnHouseholds({ premises, units }: CitySnapshot, row: number): number {
  const community = int32At(premises.community, row)
  if (premises.kinds[row] !== 'community' || community < 0) return NaN
  const households = numberAt(units.community.figures.households, community)
  let all = 0
  premises.kinds.forEach((kind, other) => {
    if (
      kind === 'community' &&
      premises.community[other] === community &&
      premises.statuses[other] === 'open'
    )
      all += float64At(premises.areaM2, other) || 0
  })
  return households > 0 && all > 0 ? (households * float64At(premises.areaM2, row)) / all : NaN
}

function unitColumns({
  count,
  ids,
  codes,
  names,
  namesEn,
  legalParent,
  managingParent,
}: UnitTable): CoverageUnits {
  return { count, ids, codes, names, namesEn, parent: legalParent, manager: managingParent }
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined
  return () => (made ??= { value: make() }).value
}
