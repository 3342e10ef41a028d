import { apportionTotal } from '../math/apportion-total.ts'
import type { CityModel, CommunityModel, GridModel } from './city-model.ts'

/** How full a community is compared with what its place would suggest, and how many members it has for its households. */
const FULLNESS = { ordinary: 1, converted: 0.85, new: 0.7, village: 1, park: 0.55 } as const
const MEMBERS = { ordinary: 1.15, converted: 0.95, new: 0.7, village: 1, park: 0.5 } as const

/** Spreads households, residents and members over the communities and on over their grids: the plan's totals, to the last one. */
export function assignPopulation(draft: CityModel): void {
  const {
    plan: { totals },
    communities,
    grids,
  } = draft
  const random = draft.random.fork('people')
  const scopes = [
    {
      urban: true,
      households: totals.urbanHouseholds,
      residents: totals.urbanResidents,
      members: totals.urbanMembers,
    },
    {
      urban: false,
      households: totals.households - totals.urbanHouseholds,
      residents: totals.residents - totals.urbanResidents,
      members: totals.members - totals.urbanMembers,
    },
  ]
  for (const scope of scopes) {
    const own = communities.filter(({ urban }) => urban === scope.urban)
    const give = (
      total: number,
      weigh: (community: CommunityModel) => number,
      set: (community: CommunityModel, share: number) => void,
    ) => {
      apportionTotal(total, own.map(weigh)).forEach((share, i) => set(own[i]!, share))
    }
    give(
      scope.households,
      ({ weight, type }) => weight * FULLNESS[type] * random.between(0.82, 1.18),
      (community, share) => {
        community.households = share
      },
    )
    give(
      scope.residents,
      ({ households }) => households * random.between(0.93, 1.07),
      (community, share) => {
        community.residents = share
      },
    )
    give(
      scope.members,
      ({ households, type }) => households * MEMBERS[type] * random.between(0.75, 1.25),
      (community, share) => {
        community.members = share
      },
    )
  }
  for (const community of communities)
    spreadOverGrids(
      community,
      community.grids.map((grid) => grids[grid]!),
      () => random.between(0.75, 1.25),
    )
}

function spreadOverGrids(community: CommunityModel, grids: readonly GridModel[], noise: () => number): void {
  // nobody lives on a lake or in a school; few live where the factories are
  const weights = grids.map(({ weight, special, park }) =>
    special ? 0 : weight * (park >= 0 ? 0.15 : 1) * noise(),
  )
  apportionTotal(community.households, weights).forEach((share, i) => {
    grids[i]!.households = share
  })
  apportionTotal(
    community.residents,
    grids.map(({ households }) => households * noise()),
  ).forEach((share, i) => {
    grids[i]!.residents = share
  })
  apportionTotal(
    community.members,
    grids.map(({ households }) => households * noise()),
  ).forEach((share, i) => {
    grids[i]!.members = share
  })
}
