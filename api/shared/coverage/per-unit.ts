import type { CitySnapshot, FigureName, Figures } from '../city/city-snapshot.ts'
import { figureNames } from '../city/city-snapshot.ts'
import type { Level } from '../layers/layer.ts'

/** Applies a formula over figures to every row of a level; for a grid its own figures, for a unit its sums. */
export function perUnit(city: CitySnapshot, level: Level, formula: (figures: Figures) => number): Float64Array {
  if (level === 'grid') {
    const { grids } = city
    const none = Object.fromEntries(figureNames.map((name) => [name, 0])) as Record<FigureName, number>
    return Float64Array.from({ length: grids.count }, (_, row) => formula({
      ...none,
      grids: 1,
      households: grids.households[row],
      residents: grids.residents[row],
      members: grids.members[row],
      fullTimeWorkers: grids.fullTimeWorkers[row],
      partTimeWorkers: grids.partTimeWorkers[row],
      branches: grids.branchSince[row] === null ? 0 : 1,
      buildingGroups: grids.buildingGroups[row],
      householdHubs: grids.householdHubs[row],
      areaM2: grids.areaM2[row],
    }))
  }
  const { count, figures } = city.units[level]
  return Float64Array.from({ length: count }, (_, row) =>
    formula(Object.fromEntries(figureNames.map((name) => [name, figures[name][row]])) as Record<FigureName, number>))
}

/** a / b, and NaN – no figure – where there is nothing to divide by. */
export function ratio(a: number, b: number): number {
  return b === 0 ? NaN : a / b
}
