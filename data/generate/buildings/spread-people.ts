import type { GridModel } from '../attributes/city-model.ts'
import { apportionTotal } from '../math/apportion-total.ts'
import type { RandomStream } from '../math/create-random-stream.ts'
import type { BuildingDraft } from './building-site.ts'

type BuildingPeople = Pick<
  GridModel,
  'households' | 'residents' | 'members' | 'buildingGroups' | 'householdHubs'
>

/** Gives the buildings of a grid its households, residents, members, building groups and hubs: the grid's sums, to the last one. */
export function spreadPeople(
  grid: GridModel,
  buildings: readonly BuildingDraft[],
  random: RandomStream,
): BuildingPeople[] {
  const people = buildings.map((): BuildingPeople => ({
    households: 0,
    residents: 0,
    members: 0,
    buildingGroups: 0,
    householdHubs: 0,
  }))
  const housed = buildings.flatMap(({ weight }, i) => (weight > 0 ? [i] : []))
  const spread = (key: keyof BuildingPeople, weigh: (own: BuildingPeople, building: number) => number) => {
    if (grid[key] === 0) return
    const shares = apportionTotal(
      grid[key],
      housed.map((i) => weigh(people[i]!, i)),
    )
    housed.forEach((i, k) => {
      people[i]![key] = shares[k]!
    })
  }
  spread('households', (_, i) => buildings[i]!.weight)
  spread('residents', ({ households }) => households * random.between(0.88, 1.12))
  spread('members', ({ households }) => households * random.between(0.5, 1.5))
  spread('buildingGroups', ({ households }) => households)
  spread('householdHubs', ({ members, households }) => members + 0.02 * households)
  return people
}
