import type { CityPlan } from '../city-plan.ts'
import type { RandomStream } from '../math/create-random-stream.ts'
import { projectFaceLoop } from '../partition/face-loop.ts'
import { computeLoopArea } from '../partition/sample-loop.ts'
import { carveCommunity, carveCompounds, carveExclave } from './carve-enclaves.ts'
import type { CityTiling } from './city-tiling.ts'
import { computeVectorLength } from '../math/vector-length.ts'

/** How many grids and communities are enclaves inside others, and how many grids have an exclave. */
export interface EnclaveCounts {
  compounds: number
  communities: number
  communityGrids: number
  exclaves: number
}

export function countEnclaves(plan: CityPlan): EnclaveCounts {
  const { grids, urbanGrids } = plan.totals
  const communities = grids >= 4000 ? 2 : grids >= 900 ? 1 : 0
  return {
    compounds: Math.round(urbanGrids * 0.018),
    communities,
    communityGrids: 3 * communities,
    exclaves: communities,
  }
}

/** Carves them: compounds into the larger town grids, communities and exclaves into large grids in the country. */
export function addEnclaves(territory: CityTiling, extras: EnclaveCounts, random: RandomStream): void {
  const { shop, grids, owner, communities } = territory
  const faceCount = new Map<number, number>()
  for (const grid of owner) if (grid !== undefined) faceCount.set(grid, (faceCount.get(grid) ?? 0) + 1)
  const size = new Map<number, number>()
  for (const { community } of grids) size.set(community, (size.get(community) ?? 0) + 1)

  const hosts = owner.flatMap((grid, face): Host[] => {
    if (grid === undefined || grids[grid]!.special !== null || faceCount.get(grid) !== 1) return []
    const { community } = grids[grid]!
    const { urban, street } = communities[community]!
    return [
      {
        face,
        grid,
        community,
        urban,
        street,
        area: Math.abs(computeLoopArea(projectFaceLoop(shop.mesh, face, shop.ground))),
      },
    ]
  })
  const towns = random.shuffle(hosts.filter(({ urban }) => urban))
  const roomy = pickHosts(
    towns,
    ({ community, area }) => size.get(community)! >= 5 && area > 40_000,
    extras.compounds,
  )
  carveCompounds(
    territory,
    roomy.map(({ face }) => face),
    random.fork('compounds'),
  )
  const country = random.shuffle(hosts.filter(({ urban }) => !urban))
  const large = pickHosts(
    country,
    ({ area }) => area > 1.8e6 && area < 4e6,
    extras.communities + extras.exclaves,
  )
  for (const { face } of large.slice(0, extras.communities)) {
    carveCommunity(territory, face, random.fork(`community ${face}`))
  }
  for (const { face, street } of large.slice(extras.communities)) {
    const other = nextDoor(territory, street, hosts)
    if (other !== undefined) carveExclave(territory, face, other, random.fork(`exclave ${face}`))
  }
}

interface Host {
  face: number
  grid: number
  community: number
  street: number
  urban: boolean
  area: number
}

/** So many hosts: fitting ones of different communities first, then, in a small city, whatever there is. */
function pickHosts(hosts: readonly Host[], fits: (host: Host) => boolean, count: number): Host[] {
  const taken = new Set<number>()
  const first = hosts.filter((host) => {
    if (!fits(host) || taken.has(host.community)) return false
    taken.add(host.community)
    return true
  })
  const picked = [
    ...first,
    ...hosts.filter((host) => !first.includes(host)).sort((a, b) => b.area - a.area),
  ].slice(0, count)
  if (picked.length < count) throw new Error(`only ${picked.length} of ${count} enclaves find a place`)
  return picked
}

/** A grid of another street in the same district: the nearest by their seats. */
function nextDoor(
  { shop, communities }: CityTiling,
  street: number,
  hosts: readonly { grid: number; street: number; community: number }[],
): number | undefined {
  const { streets } = shop.plan
  const here = shop.metres(streets[street]!.seat)
  const far = (other: number) =>
    computeVectorLength(
      shop.metres(streets[other]!.seat)[0] - here[0],
      shop.metres(streets[other]!.seat)[1] - here[1],
    )
  const neighbour = streets
    .map((_, i) => i)
    .filter((i) => i !== street && streets[i]!.district === streets[street]!.district)
    .sort((a, b) => far(a) - far(b))[0]
  return hosts.find((host) => host.street === neighbour && !communities[host.community]!.urban)?.grid
}
