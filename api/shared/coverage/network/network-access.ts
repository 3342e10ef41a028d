import { float64At, int32At } from '../../geometry/at.ts'
import { pickFloat64, pickInt32 } from '../../geometry/pick-rows.ts'
import type { NetworkAccess } from '../../contract/coverage/coverage.ts'
import { averagePoints } from '../demand/summarise-points.ts'
import { type DemandPoints, sortPointsByGrid } from '../demand/demand-points.ts'
import type { PedestrianNetwork } from './pedestrian-network.ts'
import { type PointSnaps, snapPointsToNetwork } from './snap-points.ts'

/**
 * Measures how demand points and premises get onto the network: the way to the road, which is part of every distance, as
 * the mean of each grid, and which of them lie nearest to a part that was left out, and are attached to another one
 * farther away.
 *
 * @param grids number of grids
 * @param places interleaved lattice x, y
 */
export function measureNetworkAccess(
  network: PedestrianNetwork,
  { xy, grid, weight }: Pick<DemandPoints, 'xy' | 'grid' | 'weight'>,
  grids: number,
  places: Int32Array,
  detour: number,
): NetworkAccess {
  const ofPoints = findAccess(network, xy, detour)
  const ofPlaces = findAccess(network, places, detour)
  const { start, order } = sortPointsByGrid(grid, grids)
  const { means } = averagePoints(
    { start, weight: pickInt32(weight, order) },
    pickFloat64(ofPoints.metres, order),
  )
  const attached = new Set<number>()
  for (const point of ofPoints.attached) attached.add(int32At(grid, point))
  return {
    toRoad: { grids: Array.from(means, toDecimetres), places: Array.from(ofPlaces.metres, toDecimetres) },
    attached: { grids: [...attached].sort((a, b) => a - b), places: ofPlaces.attached },
  }
}

/** `metres`: NaN where there is no road. */
function findAccess(
  network: PedestrianNetwork,
  points: Int32Array,
  detour: number,
): { metres: Float64Array; attached: number[] } {
  const snaps = snapPointsToNetwork(network, points, detour)
  const small = snapPointsToNetwork({ ...network, edges: network.leftOut }, points, detour)
  const attached: number[] = []
  const metres = Float64Array.from(snaps.edge, (edge, point) => {
    if (isNearer(small, snaps, point)) attached.push(point)
    return edge < 0 ? NaN : float64At(snaps.metres, point)
  })
  return { metres, attached }
}

const isNearer = (one: PointSnaps, other: PointSnaps, point: number): boolean =>
  int32At(one.edge, point) >= 0 &&
  (int32At(other.edge, point) < 0 || float64At(one.metres, point) < float64At(other.metres, point))

const toDecimetres = (metres: number): number | null =>
  Number.isNaN(metres) ? null : Math.round(metres * 10) / 10
