import type { CityDataset } from '../../../data/city-dataset.ts'
import { aCity } from './a-city.ts'

/** Returns a city whose second row of bricks is a new community and whose third row is a park. */
export function aTypedCity(code: string): CityDataset {
  const city = aCity({ code })
  const types = new Map([
    [`${code.slice(0, 4)}01001002`, 'new' as const],
    [`${code.slice(0, 4)}01002001`, 'park' as const],
  ])
  const units = city.units.map((unit) => ({
    ...unit,
    types: unit.types.map((each) => ({ ...each, type: types.get(unit.code) ?? each.type })),
  }))
  return { ...city, units }
}

/** Returns a city without premises, in which one community has no grids and another one no population. */
export function anEmptyCity(code: string): CityDataset {
  const city = aCity({ code, rows: 4 })
  const street = `${code.slice(0, 4)}01001`
  const grids = city.grids
    .filter((grid) => !grid.code.startsWith(`${street}001`))
    .map((grid) => (grid.code.startsWith(`${street}002`) ? { ...grid, households: 0, residents: 0 } : grid))
  return { ...city, premises: [], grids }
}
