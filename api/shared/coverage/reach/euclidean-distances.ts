import { float64At, int32At, uint32At } from '../../geometry/at.ts'
import { computeScaleAt } from '../../geometry/measure.ts'
import {
  type Catchments,
  type Checkpoint,
  type DistanceMatrix,
  type NearestSites,
  POINTS_PER_CHECK,
  toCatchments,
} from './distance-matrix.ts'

/**
 * Distances on the local plane of the ellipsoid times a detour factor. Sites are sorted by latitude; the
 * search from a grid ends as soon as the difference of latitude alone exceeds the best distance. Points:
 * interleaved lattice x, y.
 */
export function createEuclideanDistances(
  grids: Int32Array,
  sites: Int32Array,
  detour: number,
  checkpoint: Checkpoint = () => undefined,
): DistanceMatrix {
  const bySite = sorted(sites)
  return {
    nearest: (among = () => true) =>
      nearest(
        grids,
        sites,
        bySite.filter((site) => among(site)),
        detour,
        checkpoint,
      ),
    within: (metres) => within(grids, sites, metres / detour, detour, checkpoint),
  }
}

function nearest(
  grids: Int32Array,
  sites: Int32Array,
  order: Uint32Array,
  detour: number,
  checkpoint: Checkpoint,
): NearestSites {
  const count = grids.length / 2
  const found = { site: new Int32Array(count).fill(-1), metres: new Float64Array(count).fill(NaN) }
  const ys = Float64Array.from(order, (site) => int32At(sites, 2 * site + 1))
  for (let grid = 0; grid < count; grid++) {
    if (grid % POINTS_PER_CHECK === 0) checkpoint()
    const [x, y] = [int32At(grids, 2 * grid), int32At(grids, 2 * grid + 1)]
    let best = Infinity
    let bestSite = -1
    let down = firstNotBelow(ys, y) - 1
    let up = down + 1
    const scale = computeScaleAt(y)
    while (down >= 0 || up < order.length) {
      const below = down >= 0 ? y - float64At(ys, down) : Infinity
      const above = up < order.length ? float64At(ys, up) - y : Infinity
      // margin for the change of the scale between the two latitudes
      if (Math.min(below, above) * scale.y > best * 1.001) break
      const site = below <= above ? uint32At(order, down--) : uint32At(order, up++)
      // with the scale at the grid: over 2° of latitude it differs by less than 2 % from the exact one
      const [dx, dy] = [
        (int32At(sites, 2 * site) - x) * scale.x,
        (int32At(sites, 2 * site + 1) - y) * scale.y,
      ]
      if ((dx * dx + dy * dy) * 0.96 > best * best && Math.min(below, above) < 2e7) continue
      const metres = metresBetween(x, y, int32At(sites, 2 * site), int32At(sites, 2 * site + 1))
      // of equal distances choose the first site, whatever the order of the search
      if (metres < best || (metres === best && site < bestSite)) {
        best = metres
        bestSite = site
      }
    }
    if (bestSite < 0) continue
    found.site[grid] = bestSite
    found.metres[grid] = best * detour
  }
  return found
}

function within(
  grids: Int32Array,
  sites: Int32Array,
  radius: number,
  detour: number,
  checkpoint: Checkpoint,
): Catchments {
  const order = sorted(grids)
  const ys = Float64Array.from(order, (grid) => int32At(grids, 2 * grid + 1))
  const lists = Array.from({ length: sites.length / 2 }, (_, site) => {
    if (site % POINTS_PER_CHECK === 0) checkpoint()
    const [x, y] = [int32At(sites, 2 * site), int32At(sites, 2 * site + 1)]
    const scale = computeScaleAt(y)
    const reachY = (radius * 1.001) / scale.y
    const reachX = (radius * 1.02) / scale.x
    const list: { grid: number; metres: number }[] = []
    for (let i = firstNotBelow(ys, y - reachY); i < order.length && float64At(ys, i) <= y + reachY; i++) {
      const grid = uint32At(order, i)
      if (Math.abs(int32At(grids, 2 * grid) - x) > reachX) continue
      const metres = metresBetween(x, y, int32At(grids, 2 * grid), float64At(ys, i))
      if (metres <= radius) list.push({ grid, metres: metres * detour })
    }
    return list
  })
  return toCatchments(lists)
}

/** Returns the indices of the points from south to north. */
function sorted(points: Int32Array): Uint32Array {
  return Uint32Array.from({ length: points.length / 2 }, (_, i) => i).sort(
    (a, b) => int32At(points, 2 * a + 1) - int32At(points, 2 * b + 1),
  )
}

function firstNotBelow(ys: Float64Array, y: number): number {
  let [from, to] = [0, ys.length]
  while (from < to) {
    const middle = (from + to) >> 1
    if (float64At(ys, middle) < y) from = middle + 1
    else to = middle
  }
  return from
}

/** As `computeDistanceM`, without allocating points. */
function metresBetween(ax: number, ay: number, bx: number, by: number): number {
  const scale = computeScaleAt((ay + by) / 2)
  return Math.hypot((ax - bx) * scale.x, (ay - by) * scale.y)
}
