import type { CityDataset } from '../../../../data/city-dataset.ts'
import { measureDistance } from './inspect-borders.ts'
import { sum } from './sum-dataset.ts'

type Grid = CityDataset['grids'][number]
type Ring = Grid['geometry'][number][number]

/** 4π · area / perimeter² of a ring: 1 for a circle (Polsby–Popper). */
const MIN_COMPACTNESS = 0.18
/** Metres of one lattice unit from west to east and from south to north, at about 33.5° N. */
const [METRES_X, METRES_Y] = [0.0093, 0.0111]

/** Returns the grids whose first outer ring is a sliver. */
export function findSlimGrids(grids: readonly Grid[]): Grid[] {
  return grids.filter(({ geometry }) => {
    const [outer = []] = geometry[0] ?? []
    const perimeter = sum(pairs(outer), ([from, to]) => measureDistance(from, to))
    return (4 * Math.PI * computeAreaM2(outer)) / perimeter ** 2 < MIN_COMPACTNESS
  })
}

function computeAreaM2(ring: Ring): number {
  const [first] = ring
  if (first === undefined) return 0
  const [ox, oy] = first
  const twice = sum(pairs(ring), ([[ax, ay], [bx, by]]) => (ax - ox) * (by - oy) - (bx - ox) * (ay - oy))
  return (Math.abs(twice) / 2) * METRES_X * METRES_Y
}

/** Returns each point with the next one of the ring. */
const pairs = (ring: Ring) => ring.map((point, i) => [point, ring[(i + 1) % ring.length] ?? point] as const)
