import type { ParkPlan } from '../city-plan.ts'
import type { CityModel } from './city-model.ts'
import { computeVectorLength } from '../math/vector-length.ts'

/** Gives every park of the plan its grids: the nearest free one, then its neighbours, into other communities where the plan wants it. */
export function assignParkGrids(draft: CityModel): void {
  for (const park of draft.plan.parks) {
    const grids = growPark(draft, park)
    const index = draft.parks.push({ plan: park, grids }) - 1
    for (const grid of grids) draft.grids[grid]!.park = index
  }
}

function growPark(draft: CityModel, park: ParkPlan): number[] {
  const { grids, communities, neighbours, plan, territory } = draft
  const street = plan.streets.findIndex(({ code }) => code === park.street)
  const [east, north] = territory.shop.metres(park.at)
  const far = (grid: number) => computeVectorLength(grids[grid]!.east - east, grids[grid]!.north - north)
  const free = (grid: number) =>
    grids[grid]!.special === null &&
    grids[grid]!.park < 0 &&
    communities[grids[grid]!.community]!.street === street
  const reach = park.communities ?? 1

  const around = (grid: number) =>
    new Set([grid, ...neighbours[grid]!.filter(free)].map((g) => grids[g]!.community)).size
  const start = grids
    .map((_, grid) => grid)
    .filter(free)
    // where several communities must be reached, start at a corner where they meet
    .sort((a, b) => Number(around(b) >= reach) - Number(around(a) >= reach) || far(a) - far(b))[0]
  if (start === undefined) throw new Error(`no grid is free for ${park.name} in ${park.street}`)

  const chosen = [start]
  while (chosen.length < park.grids) {
    const owned = new Set(chosen.map((grid) => grids[grid]!.community))
    const edge = [...new Set(chosen.flatMap((grid) => neighbours[grid]!))]
      .filter((grid) => free(grid) && !chosen.includes(grid))
      .filter((grid) => owned.size < reach || owned.has(grids[grid]!.community))
    const fresh = (grid: number) => (owned.size < reach && !owned.has(grids[grid]!.community) ? 0 : 1)
    const next = edge.sort((a, b) => fresh(a) - fresh(b) || far(a) - far(b))[0]
    if (next === undefined) break
    chosen.push(next)
  }
  return chosen
}
