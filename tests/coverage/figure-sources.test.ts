import { describe, expect, it } from 'vitest'
import { CitySettings } from '#shared/contract/city/city-settings.ts'
import { findBlankSpots } from '#shared/coverage/gaps/find-blank-spots.ts'
import { itemAt } from '#shared/geometry/at.ts'
import type { CityDataset } from '../../data/city-dataset.ts'
import { aCity } from '../helpers/city/a-city.ts'
import { addBuildings } from '../helpers/city/add-buildings.ts'
import { buildSnapshot } from '../helpers/city/build-snapshot.ts'
import { buildTestTable, sumTestMetric } from '../helpers/coverage/build-test-table.ts'

const stated = addBuildings(aCity({ columns: 3, rows: 4 }))
const isOf = (grid: string) => (building: CityDataset['buildings'][number]) =>
  building.code?.startsWith(grid) === true

/** The first grid has twice its households in buildings; of the last community only every other building is known. */
const first = itemAt(stated.grids, 0)
const last = itemAt(stated.grids, stated.grids.length - 1).communityCode
const facts: CityDataset = {
  ...stated,
  buildings: stated.buildings
    .filter((building, i) => i % 2 === 0 || building.code?.startsWith(last) !== true)
    .map((building) =>
      isOf(first.code)(building)
        ? { ...building, households: 2 * building.households, residents: 2 * building.residents }
        : building,
    ),
}
const counting = CitySettings.parse({ buildings: { figures: 'counted' } })

describe('declared and counted figures', () => {
  it('are those of the setting: counted ones only in communities that buildings explain', () => {
    const declared = buildSnapshot(facts)
    const counted = buildSnapshot(facts, counting)
    facts.grids.forEach((grid, row) => {
      expect(declared.grids.households[row]).toBe(grid.households)
      expect(counted.grids.declaredHouseholds[row]).toBe(grid.households)
      const doubled = grid.code === first.code ? 2 : 1
      expect(counted.grids.households[row]).toBe(doubled * grid.households)
      expect(counted.grids.residents[row]).toBe(doubled * grid.residents)
    })
    expect(counted.figures.households).toBe(declared.figures.households + first.households)
  })

  it('reach every sum: coverage, loads and units', () => {
    const options = { minutes: 60, speed: 200 }
    const [declared, counted] = [
      buildTestTable(facts, options),
      buildTestTable(facts, options, counting),
    ] as const
    const all = (table: typeof declared) => table.places.load.reduce((sum, load) => sum + load, 0)
    expect(all(counted)).toBeCloseTo(all(declared) + first.households, 6)
    expect(sumTestMetric('households-per-grid', counted, [0]).value).toBe(2 * first.households)
  })

  it('that differ by more than the city allows are listed, as are communities that cannot be counted', async () => {
    const locate = (points: Int32Array) => Promise.resolve(new Int32Array(points.length / 2))
    const spots = await findBlankSpots(buildSnapshot(facts), locate)
    expect(spots.differing).toEqual([0])
    const city = buildSnapshot(facts)
    expect(spots.uncounted.map((row) => city.units.community.codes[row])).toEqual([last])
    const tolerant = CitySettings.parse({ buildings: { largeDifference: 100 } })
    expect((await findBlankSpots(buildSnapshot(facts, tolerant), locate)).differing).toEqual([])
  })

  it('of buildings outside all grids are nowhere, and the buildings are listed', async () => {
    const astray: CityDataset = {
      ...stated,
      buildings: [
        ...stated.buildings,
        {
          ...itemAt(stated.buildings, 2),
          code: 'X-1',
          geometry: { kind: 'point', point: [1_100_000_000, 300_000_000] },
        },
      ],
    }
    const city = buildSnapshot(astray, counting)
    expect(city.figures.households).toBe(buildSnapshot(stated).figures.households)
    const spots = await findBlankSpots(city, (points) => Promise.resolve(new Int32Array(points.length / 2)))
    expect(spots.buildings).toEqual([stated.buildings.length])
  })
})
