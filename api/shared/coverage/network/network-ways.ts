import { type Catchments, type Nearest, toCatchments, type Ways } from '../reach/ways.ts'
import { type Foothold, snapPoint } from './snap-point.ts'
import { newWalk, type Start, walk } from './walk.ts'
import type { WalkNetwork } from './walk-network.ts'

/**
 * Ways along the network: from a grid straight to the nearest road (times the detour factor), along roads and over
 * bridges, and from the road to the site. Points: interleaved lattice x, y.
 */
export function networkWays(
  network: WalkNetwork,
  grids: Int32Array,
  sites: Int32Array,
  detour: number,
): Ways {
  const gridFeet = footholds(network, grids, detour)
  const siteFeet = footholds(network, sites, detour)
  return {
    nearest: (among = () => true) =>
      nearest(
        network,
        gridFeet,
        siteFeet.map((foot, site) => (among(site) ? foot : null)),
      ),
    within: (metres) => within(network, gridFeet, siteFeet, metres),
  }
}

/** Where each point meets the network; null: nowhere. */
export function footholds(network: WalkNetwork, points: Int32Array, detour: number): (Foothold | null)[] {
  return Array.from({ length: points.length / 2 }, (_, i) =>
    snapPoint(network, points[2 * i], points[2 * i + 1], detour),
  )
}

function startsOf({ edges }: WalkNetwork, foot: Foothold, site: number): Start[] {
  const length = edges.metres[foot.edge]
  return [
    { node: edges.a[foot.edge], metres: foot.metres + foot.along * length, site },
    { node: edges.b[foot.edge], metres: foot.metres + (1 - foot.along) * length, site },
  ]
}

function nearest(
  network: WalkNetwork,
  gridFeet: readonly (Foothold | null)[],
  siteFeet: readonly (Foothold | null)[],
): Nearest {
  const found = {
    site: new Int32Array(gridFeet.length).fill(-1),
    metres: new Float64Array(gridFeet.length).fill(NaN),
  }
  const walked = newWalk(network.xy.length / 2)
  walk(
    network,
    siteFeet.flatMap((foot, site) => (foot === null ? [] : startsOf(network, foot, site))),
    Infinity,
    walked,
  )
  const onEdge = byEdge(siteFeet)
  gridFeet.forEach((foot, grid) => {
    if (foot === null) return
    let metres = Infinity
    let site = -1
    const offer = (distance: number, from: number) => {
      if (distance < metres || (distance === metres && from < site)) {
        metres = distance
        site = from
      }
    }
    for (const { node, metres: before } of startsOf(network, foot, grid))
      offer(walked.metres[node] + before, walked.site[node])
    for (const other of onEdge.get(foot.edge) ?? []) offer(alongEdge(network, foot, siteFeet[other]), other)
    if (site < 0 || metres === Infinity) return
    found.site[grid] = site
    found.metres[grid] = metres
  })
  return found
}

function within(
  network: WalkNetwork,
  gridFeet: readonly (Foothold | null)[],
  siteFeet: readonly (Foothold | null)[],
  limit: number,
): Catchments {
  const gridsOnEdge = byEdge(gridFeet)
  const gridsAtNode = new Map<number, { grid: number; before: number }[]>()
  gridFeet.forEach((foot, grid) => {
    if (foot === null) return
    for (const { node, metres } of startsOf(network, foot, grid)) {
      const list = gridsAtNode.get(node)
      if (list === undefined) gridsAtNode.set(node, [{ grid, before: metres }])
      else list.push({ grid, before: metres })
    }
  })
  const walked = newWalk(network.xy.length / 2)
  return toCatchments(
    siteFeet.map((foot, site) => {
      if (foot === null) return []
      const best = new Map<number, number>()
      const offer = (grid: number, metres: number) => {
        if (metres <= limit && metres < (best.get(grid) ?? Infinity)) best.set(grid, metres)
      }
      const touched = walk(network, startsOf(network, foot, site), limit, walked)
      for (const node of touched) {
        for (const { grid, before } of gridsAtNode.get(node) ?? []) offer(grid, walked.metres[node] + before)
      }
      for (const grid of gridsOnEdge.get(foot.edge) ?? [])
        offer(grid, alongEdge(network, foot, gridFeet[grid]))
      for (const node of touched) {
        walked.metres[node] = Infinity
        walked.site[node] = -1
      }
      return [...best].map(([grid, metres]) => ({ grid, metres }))
    }),
  )
}

/** Both on one edge: no need to go to its ends. */
function alongEdge({ edges }: WalkNetwork, one: Foothold, other: Foothold | null): number {
  return other === null
    ? Infinity
    : one.metres + other.metres + Math.abs(one.along - other.along) * edges.metres[one.edge]
}

function byEdge(feet: readonly (Foothold | null)[]): Map<number, number[]> {
  const lists = new Map<number, number[]>()
  feet.forEach((foot, i) => {
    if (foot === null) return
    const list = lists.get(foot.edge)
    if (list === undefined) lists.set(foot.edge, [i])
    else list.push(i)
  })
  return lists
}
