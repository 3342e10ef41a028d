import { writeTwkbPoint } from '#shared/geometry/twkb.ts'
import type { CityDataset } from '../../../data/city-dataset.ts'
import type { PageReader } from '../../../api/transfer/tables/read-table-pages.ts'
import {
  toStoredBuilding,
  toStoredGrid,
  toStoredPark,
  toStoredPremises,
  toStoredRoad,
  toStoredUnit,
  toStoredWaterway,
  toHex,
} from '../../../api/transfer/tables/stored-rows.ts'
import type { PastTableId, TableId } from '../../../api/transfer/tables/tables.ts'

/** Pages of a city's tables as the database would give them, from its facts: for tests that need no database. */
export function createDatasetReader(facts: CityDataset): PageReader {
  const mark = { validTo: null, version: 1, revision: 1 }
  const numbered = (row: object, i: number) => ({ ...row, id: i + 1, revision: 1 })
  const storedPlace = toHex(writeTwkbPoint(facts.premises[0]?.geometry ?? [1_200_000_000, 330_000_000]))
  const tables: Record<TableId | PastTableId, object[]> = {
    units: facts.units.map(toStoredUnit).map((row) => ({ aliasCodes: {}, ...row, ...mark })),
    grids: facts.grids.map(toStoredGrid).map((row, i) => ({ aliasCodes: {}, ...row, ...mark, id: i + 1 })),
    premises: facts.premises.map(toStoredPremises).map((row) => ({ ...row, ...mark })),
    parks: facts.parks.map(toStoredPark).map((row) => ({ ...row, ...mark })),
    buildings: facts.buildings.map(toStoredBuilding).map((row) => ({ ...row, ...mark })),
    roads: facts.roads.map(toStoredRoad).map(numbered),
    waterways: facts.waterways.map(toStoredWaterway).map(numbered),
    projects: facts.projects.map((row) => ({ ...row, revision: 1 })),
    candidates: [
      {
        code: 'H-1',
        name: '老粮站',
        list: '2020 征集',
        communityCode: facts.units.find(({ level }) => level === 'community')?.code ?? null,
        capacityHouseholds: 800,
        areaM2: 320.5,
        note: '国有;待腾退',
        validFrom: facts.city.dataDate,
        geometry: storedPlace,
        ...mark,
      },
      {
        code: 'H-2',
        name: '“=候选”',
        list: '',
        communityCode: facts.units.find(({ level }) => level === 'community')?.code ?? null,
        capacityHouseholds: null,
        areaM2: null,
        note: null,
        validFrom: facts.city.dataDate,
        geometry: storedPlace,
        ...mark,
      },
    ],
    indicators: facts.indicators,
    'indicator-values': facts.indicatorValues,
    'past-grids': [],
    'past-outlines': [],
    'past-rows': [],
  }
  return (table, after) => {
    const rows = after === 0 ? tables[table] : []
    return Promise.resolve({ count: rows.length, last: rows.length, rows: JSON.stringify(rows) })
  }
}
