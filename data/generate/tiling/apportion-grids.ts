import { apportionTotal } from '../math/apportion-total.ts'
import type { CityPlan } from '../city-plan.ts'
import type { EnclaveCounts } from './add-enclaves.ts'
import type { TilingCommunity } from './city-tiling.ts'

/**
 * Grids to cut each community into. What is made otherwise — lakes, compounds and enclaves — is set aside, so that all
 * together come to the plan's number exactly.
 */
export function apportionGrids(
  plan: CityPlan,
  communities: readonly TilingCommunity[],
  lakes: number,
  extras: EnclaveCounts,
): number[] {
  const { grids, urbanGrids } = plan.totals
  const counts: number[] = communities.map(() => 0)
  const share = (
    urban: boolean,
    total: number,
    least: number,
    weigh: (community: TilingCommunity) => number,
  ) => {
    const indices = communities.flatMap((community, i) => (community.urban === urban ? [i] : []))
    apportionTotal(
      total,
      indices.map((i) => weigh(communities[i]!)),
      least,
    ).forEach((count, k) => {
      counts[indices[k]!] = count
    })
  }
  share(true, urbanGrids - extras.compounds, 2, ({ people }) => people)
  // in the country people count most, but wide land is also divided: seven parts to one
  share(
    false,
    grids - urbanGrids - lakes - extras.communityGrids,
    1,
    ({ people, areaKm2 }) => people * Math.sqrt(Math.sqrt(Math.sqrt(areaKm2 / people))),
  )
  return counts
}
