import type { BuildingSite } from './building-site.ts'
import { measureDistanceToSide } from './grid-outline.ts'

/** Metres from a road within which a plot is numbered by it. */
const NEAR_ROAD = 160

/** The next number of every road, by road and by the side of it. */
export type HouseNumbers = Map<string, number>

/**
 * Returns the address of every plot of a grid by the nearest road that has a name; null where none is near. One side of
 * a road has the even numbers, the other the odd ones.
 */
export function assignAddresses(
  { outline, buildings, plots }: BuildingSite,
  numbers: HouseNumbers,
): (string | null)[] {
  const named = outline.sides.flatMap((side) =>
    side.use.kind === 'road' && side.use.road !== 'motorway' && side.use.name !== null
      ? [{ side, name: side.use.name }]
      : [],
  )
  const addresses = new Array<string | null>(plots).fill(null)
  if (named.length === 0) return addresses
  const done = new Uint8Array(plots)
  for (const { plot, rectangle } of buildings) {
    if (plot === null || done[plot]) continue
    done[plot] = 1
    let nearest = NEAR_ROAD
    let road: (typeof named)[number] | undefined
    for (const each of named) {
      const far = measureDistanceToSide(outline, each.side, rectangle.east, rectangle.north)
      if (far < nearest) {
        nearest = far
        road = each
      }
    }
    if (!road) continue
    const key = `${road.name} ${road.side.left}`
    const number = numbers.get(key) ?? (road.side.left ? 2 : 1)
    numbers.set(key, number + 2)
    addresses[plot] = `${road.name}${number}号`
  }
  return addresses
}
