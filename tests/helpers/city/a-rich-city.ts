import type { CityDataset } from '../../../data/city-dataset.ts'
import { aCity } from './a-city.ts'

/** A small city in which every field of every kind of row has a value somewhere, and the awkward ones have awkward ones. */
export function aRichCity({
  code = '320900',
  columns = 3,
  rows = 4,
}: { code?: string; columns?: number; rows?: number } = {}): CityDataset {
  const facts = aCity({ code, columns, rows, name: '㐂砖城' })
  const [district, street] = facts.units
  const communities = facts.units.filter(({ level }) => level === 'community')
  const lastGrid = facts.grids.length - 1
  return {
    ...facts,
    units: facts.units.map((unit) => ({
      ...unit,
      nameEn: unit === district ? 'First "District", the' : null,
      aliasCodes: aliasesOf(
        unit.level === 'street'
          ? [
              ['police', `${unit.code.slice(0, 8)}A`],
              ['民政', '007'],
            ]
          : [],
      ),
      seat: unit === district ? [1_200_012_345, 330_054_321] : null,
      kind: unit === street ? 'town' : unit.kind,
      types:
        unit === communities[1]
          ? [
              { type: 'village', validFrom: '1999-01-01', validTo: '2014-06-01', reason: '建村' },
              { type: 'converted', validFrom: '2014-06-01', validTo: null, reason: '村改居;“撤村”' },
            ]
          : unit.types,
    })),
    grids: facts.grids.map((grid, i) => ({
      ...grid,
      name:
        i === 0
          ? '=HYPERLINK("http://x")'
          : i === 1
            ? '  网格, "引号"\n换行 '.trim()
            : i === lastGrid
              ? '𠮷野-@1'
              : grid.name,
      kind: i === 2 ? 'dedicated' : grid.kind,
      aliasCodes: aliasesOf(i === 3 ? [['OA-系统', '000123456789012345']] : []),
    })),
    premises: [
      ...facts.premises.map((place, i) => ({
        ...place,
        ...(i === 0
          ? {
              areaM2: 420.5,
              functions: ['议事', '阅览;自习', '棋,牌'],
              openingHours: '周一—周五 08:30–17:30',
            }
          : {}),
        ...(i === 1
          ? {
              areaM2: null,
              tenure: null,
              openedOn: null,
              functions: [],
              dutyPhone: null,
              capacityHouseholds: null,
              surveyedOn: null,
              openingHours: null,
            }
          : {}),
      })),
      { ...facts.premises[0]!, kind: 'community', code: 'Z-1', name: '社区阵地', areaM2: 199.9 },
    ],
    indicatorValues: [
      ...facts.indicatorValues,
      { indicatorCode: 'A01', communityCode: communities[0]!.code, year: 2019, value: 0.1 + 0.2 },
      { indicatorCode: 'A01', communityCode: communities[1]!.code, year: 2019, value: -1234567.125 },
    ],
    roads: [
      ...facts.roads,
      {
        class: 'lane',
        name: null,
        bridge: true,
        walkable: false,
        geometry: facts.roads[0]!.geometry.map(([x, y]) => [x + 7, y + 3]),
      },
    ],
  }
}

const aliasesOf = (pairs: [string, string][]): Record<string, string> => Object.fromEntries(pairs)
