import { addTo, float64At, numberAt, uint32At } from '../../geometry/at.ts'
import type { Catchments } from './distance-matrix.ts'

type Column = ArrayLike<number>

/**
 * Returns the households that each of the premises serves: those of the grids that have it, or premises of the
 * same group, as the nearest within reach. Premises of a group share by capacity; equally, if one is unknown.
 *
 * @param cluster for each of the premises the first of its group
 * @param isReached whether the nearest premises of a grid are within its limit
 */
export function shareLoads(
  { cluster, capacity }: { cluster: Column; capacity: Column },
  nearest: Column,
  households: Column,
  isReached: (grid: number) => boolean,
): Float64Array {
  const places = cluster.length
  const ofGroup = new Float64Array(places)
  for (let grid = 0; grid < households.length; grid++) {
    const place = numberAt(nearest, grid)
    if (place >= 0 && place < places && isReached(grid))
      addTo(ofGroup, numberAt(cluster, place), numberAt(households, grid))
  }
  const members = new Float64Array(places)
  const room = new Float64Array(places)
  for (let place = 0; place < places; place++) {
    addTo(members, numberAt(cluster, place), 1)
    // one unknown capacity makes that of the group unknown
    addTo(room, numberAt(cluster, place), numberAt(capacity, place))
  }
  return Float64Array.from({ length: places }, (_, place) => {
    const group = numberAt(cluster, place)
    const total = float64At(room, group)
    const part = total > 0 ? numberAt(capacity, place) / total : 1 / float64At(members, group)
    return float64At(ofGroup, group) * part
  })
}

/**
 * Returns 1 for each grid that has premises within its limit, other than the group of the nearest, with room
 * for all its households; premises of unknown capacity have room.
 */
export function findRelief(
  { cluster, capacity, load }: { cluster: Column; capacity: Column; load: Column },
  nearest: Column,
  households: Column,
  catchments: Catchments,
  mayUse: (grid: number, place: number, metres: number) => boolean,
): Uint8Array {
  const relieved = new Uint8Array(households.length)
  for (let place = 0; place < cluster.length; place++) {
    const spare = numberAt(capacity, place) - numberAt(load, place)
    for (let i = uint32At(catchments.start, place); i < uint32At(catchments.start, place + 1); i++) {
      const grid = uint32At(catchments.grid, i)
      const own = numberAt(nearest, grid)
      if (own >= 0 && numberAt(cluster, own) === numberAt(cluster, place)) continue
      if (!mayUse(grid, place, float64At(catchments.metres, i))) continue
      if (Number.isNaN(spare) || spare >= numberAt(households, grid)) relieved[grid] = 1
    }
  }
  return relieved
}
