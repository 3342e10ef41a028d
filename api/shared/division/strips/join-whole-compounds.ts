import type { Point } from '../../geometry/lattice.ts'
import type { DivisionInput } from '../division-input.ts'

/** Buildings that stay together, with the place in their middle. */
export interface WholeUnit {
  place: Point
  households: number
}

/** Joins buildings of compounds that stay whole; the others stand alone. */
export function joinWholeCompounds({
  buildings,
  keepsCompounds,
  count,
  tolerance,
}: DivisionInput): WholeUnit[] {
  if (!keepsCompounds) return buildings.map(({ place, households }) => ({ place, households }))
  const total = buildings.reduce((sum, { households }) => sum + households, 0)
  const most = (total / count) * (1 + tolerance)
  const units: WholeUnit[] = []
  const compounds = new Map<string, typeof buildings>()
  for (const building of buildings) {
    const { compound } = building
    if (compound === null) units.push(building)
    else compounds.set(compound, [...(compounds.get(compound) ?? []), building])
  }
  for (const members of compounds.values()) {
    const households = members.reduce((sum, each) => sum + each.households, 0)
    if (households > most) units.push(...members)
    else units.push({ households, place: averagePlaces(members) })
  }
  return units.map(({ place, households }) => ({ place, households }))
}

function averagePlaces(members: readonly WholeUnit[]): Point {
  let [x, y, sum] = [0, 0, 0]
  for (const { place, households } of members) {
    // empty buildings count a little, so that there is always a middle
    const weight = households + 0.001
    x += weight * place[0]
    y += weight * place[1]
    sum += weight
  }
  return [Math.round(x / sum), Math.round(y / sum)]
}
