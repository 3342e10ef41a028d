import { addTo, float64At, int32At, uint32At } from '../../geometry/at.ts'
import type { Catchments } from './distance-matrix.ts'

/** Premises: for each the first of its group, and its capacity in households; NaN: unknown. */
interface Places {
  cluster: Int32Array
  capacity: Float64Array
}

/**
 * Returns the households that each of the premises serves: those at the points that have it, or premises of the
 * same group, as the nearest within reach. Premises of a group share by capacity; equally, if one is unknown.
 *
 * @param isReached whether the nearest premises of a point are within its limit
 */
export function shareLoads(
  { cluster, capacity }: Places,
  nearest: Int32Array,
  households: Int32Array,
  isReached: (point: number) => boolean,
): Float64Array {
  const places = cluster.length
  const ofGroup = new Float64Array(places)
  for (let point = 0; point < households.length; point++) {
    const place = int32At(nearest, point)
    if (place >= 0 && place < places && isReached(point))
      addTo(ofGroup, int32At(cluster, place), int32At(households, point))
  }
  const members = new Float64Array(places)
  const room = new Float64Array(places)
  for (let place = 0; place < places; place++) {
    addTo(members, int32At(cluster, place), 1)
    // one unknown capacity makes that of the group unknown
    addTo(room, int32At(cluster, place), float64At(capacity, place))
  }
  return Float64Array.from({ length: places }, (_, place) => {
    const group = int32At(cluster, place)
    const total = float64At(room, group)
    const part = total > 0 ? float64At(capacity, place) / total : 1 / float64At(members, group)
    return float64At(ofGroup, group) * part
  })
}

/**
 * Returns 1 for each point that has premises within its limit, other than the group of the nearest, with room
 * for all households of its grid; premises of unknown capacity have room.
 *
 * @param households of the grid of each point
 * @param isWithin whether a way of the catchments is within the limit of its point
 */
export function findRelief(
  { cluster, capacity, load }: Places & { load: Float64Array },
  nearest: Int32Array,
  households: Float64Array,
  { start, point }: Pick<Catchments, 'start' | 'point'>,
  isWithin: (way: number) => boolean,
): Uint8Array {
  const relieved = new Uint8Array(households.length)
  for (let place = 0; place < cluster.length; place++) {
    const spare = float64At(capacity, place) - float64At(load, place)
    if (spare < 0) continue
    const group = int32At(cluster, place)
    for (let i = uint32At(start, place); i < uint32At(start, place + 1); i++) {
      const at = uint32At(point, i)
      if (relieved[at] === 1 || spare < float64At(households, at)) continue
      const own = int32At(nearest, at)
      if (own >= 0 && int32At(cluster, own) === group) continue
      if (isWithin(i)) relieved[at] = 1
    }
  }
  return relieved
}
