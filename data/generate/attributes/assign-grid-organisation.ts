import type { CommunityType } from '#shared/contract/enums.ts'
import { apportionTotal } from '../math/apportion-total.ts'
import type { RandomStream } from '../math/create-random-stream.ts'
import type { CityModel, GridModel } from './city-model.ts'
import { pickRandomDay } from '../math/pick-random-day.ts'

/** Shares of grids with a branch, and without any worker, by the type of their community: where the source says the net has holes. */
const WITH_BRANCH: Record<CommunityType, number> = {
  ordinary: 0.97,
  village: 0.945,
  converted: 0.73,
  new: 0.67,
  park: 0.62,
}
const WITHOUT_WORKER: Record<CommunityType, number> = {
  ordinary: 0.004,
  village: 0.012,
  converted: 0.08,
  new: 0.12,
  park: 0.15,
}

/** Households of one building group (楼栋党小组) in town; a villagers' group in the country is about as large. */
const GROUP_HOUSEHOLDS = 55

/** What is organised in each grid: kind, branch, workers, building groups, household hubs; the plan's totals exactly. */
export function assignGridOrganisation(draft: CityModel): void {
  const {
    grids,
    communities,
    plan: { totals },
  } = draft
  const random = draft.random.fork('organisation')
  for (const grid of grids) grid.kind = kindOf(grid, communities[grid.community]!.urban, random)
  for (const type of Object.keys(WITH_BRANCH) as CommunityType[]) {
    const own = grids.filter((grid) => communities[grid.community]!.type === type)
    foundBranches(own, Math.round(WITH_BRANCH[type] * own.length), random.fork(`branches ${type}`))
  }
  employWorkers(draft, random.fork('workers'))
  for (const grid of grids) {
    grid.buildingGroups =
      grid.households === 0
        ? 0
        : Math.max(1, Math.round((grid.households / GROUP_HOUSEHOLDS) * random.between(0.8, 1.2)))
  }
  const hubs = apportionTotal(
    totals.hubs,
    grids.map(
      ({ members, community, branchSince }) =>
        members *
        (communities[community]!.urban ? 1 : 0.34) *
        (branchSince ? 1 : 0.25) *
        random.between(0.4, 1.6),
    ),
  )
  hubs.forEach((share, i) => {
    grids[i]!.householdHubs = share
  })
}

function kindOf(grid: GridModel, urban: boolean, random: RandomStream): GridModel['kind'] {
  if (grid.special) return 'dedicated'
  if (grid.park >= 0) return 'economic'
  if (!urban) return 'comprehensive'
  if (grid.households < 130) return 'micro'
  return random.chance(0.3) ? 'residential' : 'comprehensive'
}

/** The grids of one community lack a branch together more often than not: each community draws once, each grid a little. */
function foundBranches(grids: readonly GridModel[], count: number, random: RandomStream): void {
  const standing = new Map<number, number>()
  const score = grids.map((grid) => {
    const shared = standing.get(grid.community) ?? random.unit()
    standing.set(grid.community, shared)
    return shared + 1.1 * random.unit() + (grid.special ? -1 : 0)
  })
  const order = grids.map((_, i) => i).sort((a, b) => score[b]! - score[a]! || a - b)
  for (const i of order.slice(0, count)) grids[i]!.branchSince = pickRandomDay(random, 2012, 2018)
}

/** At least one worker where there is any; in town the first of a grid is full-time. */
function employWorkers({ grids, communities, plan: { totals } }: CityModel, random: RandomStream): void {
  const typeOf = (grid: GridModel) => communities[grid.community]!.type
  const served = new Set(grids)
  for (const type of Object.keys(WITHOUT_WORKER) as CommunityType[]) {
    const own = random.shuffle(grids.filter((grid) => typeOf(grid) === type))
    // where there is no branch, there is more often nobody at all
    own.sort((a, b) => Number(a.branchSince !== null) - Number(b.branchSince !== null))
    for (const grid of own.slice(0, Math.round(WITHOUT_WORKER[type] * own.length))) served.delete(grid)
  }
  const working = grids.filter((grid) => served.has(grid))
  if (working.length > totals.workers) throw new Error('the plan has fewer workers than grids that need one')
  const counts = apportionTotal(
    totals.workers,
    working.map(({ households, kind }) =>
      kind === 'dedicated' ? 0 : Math.max(0, households - 90) * random.between(0.5, 1.5),
    ),
    1,
  )
  working.forEach((grid, i) => {
    const fullTime = communities[grid.community]!.urban ? 1 : random.chance(0.24) ? 1 : 0
    grid.fullTimeWorkers = fullTime
    grid.partTimeWorkers = counts[i]! - fullTime
  })
}
