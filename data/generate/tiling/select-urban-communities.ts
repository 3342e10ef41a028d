import type { CityPlan } from '../city-plan.ts'
import type { CommunityFace } from './partition-into-communities.ts'

/** The communities in the urban scope: in every district its number of densest ones, with at least one in each street proper. */
export function selectUrbanCommunities(plan: CityPlan, communities: readonly CommunityFace[]): Set<number> {
  const density = ({ people, areaKm2 }: CommunityFace) => people / areaKm2
  const chosen = new Set<number>()
  for (const { code, urban } of plan.districts) {
    const own = communities
      .map((community, index) => ({ community, index }))
      .filter(({ community }) => plan.streets[community.street]!.district === code)
      .sort((a, b) => density(b.community) - density(a.community))
    const first = own.filter(
      ({ community: { street } }, i) =>
        plan.streets[street]!.kind === 'street' &&
        own.findIndex((other) => other.community.street === street) === i,
    )
    for (const { index } of [...first, ...own.filter((entry) => !first.includes(entry))].slice(0, urban))
      chosen.add(index)
  }
  return chosen
}
