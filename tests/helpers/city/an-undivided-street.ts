import { getShapeBox } from '#shared/geometry/shapes/shape-box.ts'
import { dissolve } from '#shared/geometry/topology/dissolve.ts'
import type { CityDataset } from '../../../data/city-dataset.ts'
import { aCity } from './a-city.ts'
import { addBuildings } from './add-buildings.ts'

/**
 * One street with two communities and no grids: 3,000 households in the 120 buildings of one, with streets through it;
 * nothing is known of the other. `whole`: the same city with one grid for each community, to find places in them.
 */
export function anUndividedStreet(code: string): { facts: CityDataset; whole: CityDataset } {
  const bricks = aCity({ code, rows: 2 })
  const [model] = bricks.grids
  const communities = bricks.units.filter(({ level }) => level === 'community')
  const grids = communities.map((community) => {
    const inside = bricks.grids.filter(({ communityCode }) => communityCode === community.code)
    return {
      ...model!,
      code: `${community.code}001`,
      communityCode: community.code,
      households: 3000,
      residents: 9000,
      geometry: dissolve(inside.map(({ geometry }) => geometry)),
    }
  })
  const [west, south, east, north] = getShapeBox(grids[0]!.geometry)
  const roads = [0.2, 0.36, 0.51, 0.67, 0.83].map((part) => ({
    class: 'street' as const,
    name: null,
    bridge: false,
    walkable: true,
    geometry: [
      [Math.round(west + part * (east - west)), south - 2000],
      [Math.round(west + part * (east - west)) + 1500, north + 2000],
    ] as [number, number][],
  }))
  const whole = addBuildings({ ...bricks, grids, roads: [...bricks.roads, ...roads] }, { perGrid: 120 })
  const buildings = whole.buildings.filter((building) => building.code.startsWith(grids[0]!.code))
  return { facts: { ...whole, grids: [], buildings }, whole }
}
