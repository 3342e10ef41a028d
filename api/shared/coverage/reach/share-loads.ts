import { addTo, float64At, numberAt, uint32At } from '../../geometry/at.ts'
import type { Catchments } from './distance-matrix.ts'

type Column = ArrayLike<number>

/**
 * Returns the households that each of the premises serves: those at the points that have it, or premises of the
 * same group, as the nearest within reach. Premises of a group share by capacity; equally, if one is unknown.
 *
 * @param cluster for each of the premises the first of its group
 * @param isReached whether the nearest premises of a point are within its limit
 */
export function shareLoads(
  { cluster, capacity }: { cluster: Column; capacity: Column },
  nearest: Column,
  households: Column,
  isReached: (point: number) => boolean,
): Float64Array {
  const places = cluster.length
  const ofGroup = new Float64Array(places)
  for (let point = 0; point < households.length; point++) {
    const place = numberAt(nearest, point)
    if (place >= 0 && place < places && isReached(point))
      addTo(ofGroup, numberAt(cluster, place), numberAt(households, point))
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
 * Returns 1 for each point that has premises within its limit, other than the group of the nearest, with room
 * for all households of its grid; premises of unknown capacity have room.
 *
 * @param households of the grid of each point
 */
export function findRelief(
  { cluster, capacity, load }: { cluster: Column; capacity: Column; load: Column },
  nearest: Column,
  households: Column,
  catchments: Catchments,
  mayUse: (point: number, place: number, metres: number) => boolean,
): Uint8Array {
  const relieved = new Uint8Array(households.length)
  for (let place = 0; place < cluster.length; place++) {
    const spare = numberAt(capacity, place) - numberAt(load, place)
    for (let i = uint32At(catchments.start, place); i < uint32At(catchments.start, place + 1); i++) {
      const point = uint32At(catchments.point, i)
      const own = numberAt(nearest, point)
      if (own >= 0 && numberAt(cluster, own) === numberAt(cluster, place)) continue
      if (!mayUse(point, place, float64At(catchments.metres, i))) continue
      if (Number.isNaN(spare) || spare >= numberAt(households, point)) relieved[point] = 1
    }
  }
  return relieved
}
