import type { CitySnapshot } from '../../snapshot/city-snapshot.ts'

/** Share of the declared households that buildings must explain before they are counted instead of areas. */
export const COUNTED_SHARE = 0.8

export interface CountedHouseholds {
  /** By row of the grids: households and residents in the buildings of the grid. */
  byGrid: Int32Array
  residentsByGrid: Int32Array
  /** By row of the communities: declared households, and those in buildings. */
  declared: Float64Array
  counted: Float64Array
}

type CountedCity = Pick<CitySnapshot, 'buildings'> & {
  grids: Pick<CitySnapshot['grids'], 'count' | 'community' | 'declaredHouseholds'>
  units: Pick<CitySnapshot['units'], 'community'>
}

const known = new WeakMap<object, { declared: Int32Array; sums: CountedHouseholds }>()

/** Sums the households of buildings over grids and communities. */
export function countHouseholds({ buildings, grids, units }: CountedCity): CountedHouseholds {
  const { rowsByGrid, gridStart, households, residents } = buildings
  const last = known.get(gridStart)
  if (last?.declared === grids.declaredHouseholds) return last.sums
  const sums = {
    byGrid: new Int32Array(grids.count),
    residentsByGrid: new Int32Array(grids.count),
    declared: new Float64Array(units.community.count),
    counted: new Float64Array(units.community.count),
  }
  for (let grid = 0; grid < grids.count; grid++) {
    let sum = 0
    let people = 0
    for (let i = gridStart[grid] ?? 0; i < (gridStart[grid + 1] ?? 0); i++) {
      sum += households[rowsByGrid[i] ?? 0] ?? 0
      people += residents[rowsByGrid[i] ?? 0] ?? 0
    }
    sums.byGrid[grid] = sum
    sums.residentsByGrid[grid] = people
    const community = grids.community[grid] ?? -1
    if (community < 0) continue
    sums.counted[community] = (sums.counted[community] ?? 0) + sum
    sums.declared[community] = (sums.declared[community] ?? 0) + (grids.declaredHouseholds[grid] ?? 0)
  }
  known.set(gridStart, { declared: grids.declaredHouseholds, sums })
  return sums
}

/**
 * Returns 1 for each community whose figures are counted by buildings: its buildings hold at least COUNTED_SHARE of the
 * households that are declared. In the others area stands in.
 */
export function listCountedCommunities(city: CountedCity): Uint8Array {
  const { declared, counted } = countHouseholds(city)
  return Uint8Array.from(declared, (households, community) =>
    Number((counted[community] ?? 0) > 0 && (counted[community] ?? 0) >= COUNTED_SHARE * households),
  )
}
