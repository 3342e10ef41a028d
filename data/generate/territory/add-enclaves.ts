import type { CityPlan } from '../city-plan.ts'
import type { Random } from '../create-random.ts'
import { layOutLoop } from '../cut/face-loop.ts'
import { loopArea } from '../cut/sample-loop.ts'
import { carveCommunity, carveCompounds, carveExclave } from './carve-enclaves.ts'
import type { Territory } from './territory.ts'

/** How many grids and communities are enclaves inside others, and how many grids have an exclave. */
export interface Extras { compounds: number; communities: number; communityGrids: number; exclaves: number }

export function countExtras(plan: CityPlan): Extras {
  const { grids, urbanGrids } = plan.totals
  const communities = grids >= 4000 ? 2 : grids >= 900 ? 1 : 0
  return { compounds: Math.round(urbanGrids * 0.018), communities, communityGrids: 3 * communities, exclaves: communities }
}

/** Carves them: compounds into the larger town grids, communities and exclaves into large grids in the country. */
export function addEnclaves(territory: Territory, extras: Extras, random: Random): void {
  const { shop, grids, owner, communities } = territory
  const faceCount = new Map<number, number>()
  for (const grid of owner) if (grid !== undefined) faceCount.set(grid, (faceCount.get(grid) ?? 0) + 1)
  const size = new Map<number, number>()
  for (const { community } of grids) size.set(community, (size.get(community) ?? 0) + 1)

  const hosts = owner.flatMap((grid, face) => {
    if (grid === undefined || grids[grid]!.special !== null || faceCount.get(grid) !== 1) return []
    const { community } = grids[grid]!
    const { urban, street } = communities[community]!
    return [{ face, grid, community, urban, street, area: Math.abs(loopArea(layOutLoop(shop.mesh, face, shop.ground))) }]
  })
  const taken = new Set<number>()
  const once = <T extends { community: number }>(list: readonly T[], count: number): T[] => list.filter(({ community }) => {
    if (taken.size >= count + before || taken.has(community)) return false
    taken.add(community)
    return true
  })
  let before = 0
  const towns = random.shuffle(hosts.filter(({ urban, community, area }) => urban && size.get(community)! >= 5 && area > 40_000))
  carveCompounds(territory, once(towns, extras.compounds).map(({ face }) => face), random.fork('compounds'))

  const country = random.shuffle(hosts.filter(({ urban, area }) => !urban && area > 1.8e6 && area < 4e6))
  before = taken.size
  for (const { face } of once(country, extras.communities)) carveCommunity(territory, face, random.fork(`community ${face}`))
  before = taken.size
  for (const { face, street } of once(country, extras.exclaves)) {
    const other = nextDoor(territory, street, hosts)
    if (other !== undefined) carveExclave(territory, face, other, random.fork(`exclave ${face}`))
  }
}

/** A grid of another street in the same district: the nearest by their seats. */
function nextDoor({ shop, communities }: Territory, street: number, hosts: readonly { grid: number; street: number; community: number }[]): number | undefined {
  const { streets } = shop.plan
  const here = shop.metres(streets[street]!.seat)
  const far = (other: number) => Math.hypot(shop.metres(streets[other]!.seat)[0] - here[0], shop.metres(streets[other]!.seat)[1] - here[1])
  const neighbour = streets.map((_, i) => i)
    .filter(i => i !== street && streets[i]!.district === streets[street]!.district).sort((a, b) => far(a) - far(b))[0]
  return hosts.find(host => host.street === neighbour && !communities[host.community]!.urban)?.grid
}
