import { float64At, int32At, uint32At, uint8At } from '../../geometry/at.ts'
import type { Catchments } from './distance-matrix.ts'

/**
 * Two-step floating catchment area (2SFCA): shares the capacity of each site among the demand in its
 * catchment, then adds up, for each point, the shares of the sites that it reaches. With weighted zones it is
 * the enhanced form (E2SFCA). After: W. Luo, F. Wang, Environment and Planning B 30 (2003) 865–884; W. Luo,
 * Y. Qi, Health & Place 15 (2009) 1100–1107.
 *
 * A site without demand in its catchment contributes nothing; a point that reaches no site has 0.
 *
 * @param capacity of each site; NaN (unknown) counts as 0
 * @param zone of each way of the catchments
 * @param weights of a way by its zone
 * @returns capacity per household (or person) of each point
 */
export function computeTwoStepFca(
  { start, point }: Pick<Catchments, 'start' | 'point'>,
  capacity: Float64Array,
  people: Int32Array,
  zone: Uint8Array,
  weights: Float64Array,
): Float64Array {
  const access = new Float64Array(people.length)
  for (let site = 0; site + 1 < start.length; site++) {
    if (!(float64At(capacity, site) > 0)) continue
    const [from, to] = [uint32At(start, site), uint32At(start, site + 1)]
    let demand = 0
    for (let i = from; i < to; i++)
      demand += int32At(people, uint32At(point, i)) * float64At(weights, uint8At(zone, i))
    if (!(demand > 0)) continue
    const share = float64At(capacity, site) / demand
    for (let i = from; i < to; i++) {
      const at = uint32At(point, i)
      access[at] = float64At(access, at) + share * float64At(weights, uint8At(zone, i))
    }
  }
  return access
}
