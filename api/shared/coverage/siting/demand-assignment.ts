import { addTo, float64At, itemAt, numberAt, uint32At } from '../../geometry/at.ts'
import type { CapacitatedMclpProblem } from './capacitated-mclp-problem.ts'

/** The open sites, with households assigned to them so that as many as possible are served. */
export interface DemandAssignment {
  /**
   * Opens a site and returns the number of additionally served households. Other sites may serve them after
   * reassignment.
   */
  open(site: number): number
  /** Returns what `open` would return, without opening. */
  gain(site: number): number
  /** Unserved households of each point. */
  left: Float64Array
  /** Households that each site serves. */
  load(site: number): number
}

/**
 * Incremental maximum flow from sites to points (Ford and Fulkerson 1956): a new site takes unserved
 * households, then households of other sites, which take unserved ones in turn. The number that a set of
 * sites serves does not depend on their order, and the gain of a site never grows as others open
 * (submodularity), so the greedy choice keeps its bound.
 */
export function createDemandAssignment({
  catchments: { start, point },
  capacity,
  demand,
}: CapacitatedMclpProblem): DemandAssignment {
  const sites = start.length - 1
  const siteOf = new Uint32Array(point.length)
  for (let site = 0; site < sites; site++) siteOf.fill(site, start[site], start[site + 1])
  /** Households assigned by each entry (site, point) of the catchments. */
  const flow = new Float64Array(point.length)
  /** For each point the entries that assign households: few, however many sites reach it. */
  const carriers: number[][] = Array.from({ length: demand.length }, () => [])
  const left = Float64Array.from(demand)
  const room = Float64Array.from({ length: sites }, (_, site) => numberAt(capacity, site))
  const seen = new Uint32Array(sites)
  let round = 0
  /** Sites without an augmenting path; none will appear later, so searches skip them. */
  const closed = new Uint8Array(sites)
  /** Changes since the last commit, to be rolled back. */
  let journal: { entry: number; households: number }[] = []
  let isTrial = false

  function shift(entry: number, households: number): void {
    const list = itemAt(carriers, uint32At(point, entry))
    if (flow[entry] === 0) list.push(entry)
    flow[entry] = float64At(flow, entry) + households
    if (flow[entry] === 0) list.splice(list.indexOf(entry), 1)
    addTo(left, uint32At(point, entry), -households)
    addTo(room, uint32At(siteOf, entry), -households)
  }

  function move(entry: number, households: number): void {
    shift(entry, households)
    journal.push({ entry, households })
  }

  /**
   * Finds one augmenting path from the site to unserved households; returns the number of assigned
   * households, 0: no path.
   */
  function augment(origin: number): number {
    if (closed[origin] === 1) return 0
    round++
    seen[origin] = round
    const queue: { site: number; from: number; taken: number; given: number }[] = [
      { site: origin, from: -1, taken: -1, given: -1 },
    ]
    for (let head = 0; head < queue.length; head++) {
      const { site } = itemAt(queue, head)
      for (let entry = uint32At(start, site); entry < uint32At(start, site + 1); entry++) {
        const place = uint32At(point, entry)
        if (float64At(left, place) > 0) return applyPath(queue, head, entry)
        if (!(numberAt(demand, place) > 0)) continue
        for (const other of itemAt(carriers, place)) {
          const next = uint32At(siteOf, other)
          if (seen[next] === round || closed[next] === 1) continue
          seen[next] = round
          queue.push({ site: next, from: head, taken: other, given: entry })
        }
      }
    }
    // a trial is rolled back, and with it the reason to close these sites
    if (!isTrial || journal.length === 0) for (const { site } of queue) closed[site] = 1
    return 0
  }

  /**
   * Applies the path: each site takes over households from its predecessor, the last one takes unserved ones.
   */
  function applyPath(
    queue: readonly { site: number; from: number; taken: number; given: number }[],
    end: number,
    last: number,
  ): number {
    let most = Math.min(float64At(left, uint32At(point, last)), float64At(room, itemAt(queue, 0).site))
    for (let i = end; itemAt(queue, i).from >= 0; i = itemAt(queue, i).from)
      most = Math.min(most, float64At(flow, itemAt(queue, i).taken))
    move(last, most)
    for (let i = end; itemAt(queue, i).from >= 0; i = itemAt(queue, i).from) {
      move(itemAt(queue, i).taken, -most)
      move(itemAt(queue, i).given, most)
    }
    return most
  }

  function open(site: number): number {
    let served = 0
    while (float64At(room, site) > 0) {
      const more = augment(site)
      if (more === 0) break
      served += more
    }
    return served
  }

  return {
    left,
    load: (site) => flow.slice(start[site], start[site + 1]).reduce((sum, each) => sum + each, 0),
    open(site) {
      journal = []
      return open(site)
    },
    gain(site) {
      journal = []
      isTrial = true
      const served = open(site)
      isTrial = false
      for (const { entry, households } of journal.splice(0).reverse()) shift(entry, -households)
      return served
    },
  }
}
