import { dissolve } from '#shared/geometry/topology/dissolve.ts'
import { itemAt } from '#shared/geometry/at.ts'
import type { MultiPolygon, Point, Ring } from '#shared/geometry/lattice.ts'
import type {
  BuildingRecord,
  CityDataset,
  GridRecord,
  ParkRecord,
  PremisesRecord,
  UnitRecord,
} from '../../../data/city-dataset.ts'
import { buildBrickwork } from '../geometry/build-brickwork.ts'

/**
 * A small city of bricks: each row of the brickwork is a community, every two communities a street, every two streets a
 * district, from south to north. Rows have `columns` grids, every other one a grid more.
 *
 *     320901 ┬ 320901001 ┬ 320901001001 ─ 320901001001001, …002, …
 *            │           └ 320901001002
 *            └ 320901002 …
 */
export function aCity({
  code = '320900',
  name = '砖城',
  columns = 4,
  rows = 8,
  wave = 5000,
  seed = 1,
}: {
  code?: string
  name?: string
  columns?: number
  rows?: number
  wave?: number
  seed?: number
} = {}): CityDataset {
  const { cells } = buildBrickwork({ columns, rows, wave, seed })
  const prefix = code.slice(0, 4)
  const cellsOfRow: MultiPolygon[][] = []
  for (let row = 0, at = 0; row < rows; row++) {
    const count = row % 2 === 0 ? columns : columns + 1
    cellsOfRow.push(cells.slice(at, at + count))
    at += count
  }
  const three = (n: number) => String(n).padStart(3, '0')
  const districtCode = (row: number) => `${prefix}${String(Math.floor(row / 4) + 1).padStart(2, '0')}`
  const streetCode = (row: number) => `${districtCode(row)}${three((Math.floor(row / 2) % 2) + 1)}`
  const communityCode = (row: number) => `${streetCode(row)}${three((row % 2) + 1)}`

  const unit = (
    level: UnitRecord['level'],
    unitCode: string,
    unitName: string,
    parent: string | null,
    rowsInside: number[],
  ): UnitRecord => ({
    level,
    code: unitCode,
    name: unitName,
    nameEn: null,
    kind: level === 'district' ? 'county' : level,
    legalParentCode: parent,
    managingParentCode: null,
    urbanRuralClass: level === 'community' ? '111' : null,
    urbanScope: true,
    types:
      level === 'community'
        ? [{ type: 'ordinary', validFrom: '2010-01-01', validTo: null, reason: '测试' }]
        : [],
    seat: null,
    validFrom: '2010-01-01',
    geometry: dissolve(rowsInside.flatMap((row) => itemAt(cellsOfRow, row))),
  })
  const allRows = cellsOfRow.map((_, row) => row)
  const distinct = (codeOf: (row: number) => string) =>
    [...new Set(allRows.map(codeOf))].map((each) => ({
      each,
      rowsInside: allRows.filter((row) => codeOf(row) === each),
    }))
  const units = [
    ...distinct(districtCode).map(({ each, rowsInside }, i) =>
      unit('district', each, `第${i + 1}区`, null, rowsInside),
    ),
    ...distinct(streetCode).map(({ each, rowsInside }, i) =>
      unit('street', each, `第${i + 1}街道`, each.slice(0, 6), rowsInside),
    ),
    ...distinct(communityCode).map(({ each, rowsInside }, i) =>
      unit('community', each, `第${i + 1}社区`, each.slice(0, 9), rowsInside),
    ),
  ]
  const grids = cellsOfRow.flatMap((row, r) =>
    row.map((geometry, i): GridRecord => ({
      code: `${communityCode(r)}${three(i + 1)}`,
      name: `第${r + 1}社区第${i + 1}网格`,
      kind: 'comprehensive',
      communityCode: communityCode(r),
      households: 300 + 10 * i,
      residents: 900 + 30 * i,
      members: 20 + i,
      fullTimeWorkers: 1,
      partTimeWorkers: i % 2,
      branchSince: i === 0 ? null : '2015-07-01',
      buildingGroups: 4,
      householdHubs: 1,
      validFrom: '2016-01-01',
      geometry,
    })),
  )
  const [cornerX, cornerY] = itemAt(getFirstRing(cellsOfRow, 0), 0)
  const place = (kind: PremisesRecord['kind'], number: number, dx: number, dy: number): PremisesRecord => ({
    kind,
    code: `${kind === 'station' ? 'S' : 'C'}-${three(number)}`,
    name: kind === 'station' ? `第${number}党员服务站` : `第${number}红堡`,
    communityCode: communityCode(0),
    level: 'community',
    status: 'open',
    openedOn: '2017-01-01',
    areaM2: 420,
    tenure: 'owned',
    functions: ['议事', '阅览'],
    openingHours: '08:30-17:30',
    capacityHouseholds: 2500,
    dutyPhone: '0515-8888-0001',
    surveyedOn: '2018-12-31',
    validFrom: '2017-01-01',
    geometry: [cornerX + dx, cornerY + dy],
  })
  /** The first has a footprint, the second is a point; far fewer households than the grid has. */
  const building = (number: number, [x, y]: Point): BuildingRecord => ({
    code: `${communityCode(0)}B${three(number)}`,
    name: `${number}号楼`,
    address: `砖城路${number}号`,
    compound: number === 1 ? '砖城小区' : null,
    use: 'residential',
    floors: 6,
    households: 12 * number,
    residents: 30 * number,
    members: number,
    buildingGroups: 1,
    householdHubs: 0,
    completedOn: '2005-06-01',
    demolishedOn: null,
    source: '测试',
    surveyedOn: null,
    validFrom: '2016-01-01',
    geometry:
      number === 1
        ? {
            kind: 'area',
            area: [
              [
                [
                  [x, y],
                  [x + 400, y],
                  [x + 400, y + 150],
                  [x, y + 150],
                ],
              ],
            ],
          }
        : { kind: 'point', point: [x, y] },
  })
  const park: ParkRecord = {
    code: 'P-001',
    name: '砖城产业园',
    kind: 'industrial',
    level: 'county',
    communityCode: communityCode(1),
    organisation: 'joint',
    organisationSince: '2016-05-01',
    liaisonSince: null,
    enterprises: 40,
    employees: 3000,
    members: 60,
    validFrom: '2012-01-01',
    geometry: itemAt(itemAt(cellsOfRow, 1), 1),
  }
  return {
    city: { code, name, nameEn: 'Brick City', dataDate: '2018-12-31', source: '演示数据(测试)', demo: true },
    units,
    grids,
    premises: [
      place('station', 1, 20_000, 20_000),
      place('station', 2, 90_000, 25_000),
      place('center', 1, 30_000, 31_000),
    ],
    parks: [park],
    buildings: [
      building(1, [cornerX + 22_000, cornerY + 20_000]),
      building(2, [cornerX + 26_000, cornerY + 20_000]),
    ],
    indicators: [
      {
        code: 'A01',
        category: 1,
        categoryName: '基本情况',
        categoryNameEn: 'Basics',
        name: '网格数',
        nameEn: 'Grids',
        unit: '个',
        unitEn: 'count',
        aggregate: 'sum',
      },
    ],
    indicatorValues: units
      .filter((each) => each.level === 'community')
      .map((each) => ({ indicatorCode: 'A01', communityCode: each.code, year: 2018, value: columns })),
    projects: [
      {
        code: 'J-1',
        name: '便民服务',
        list: 'project',
        communityCode: communityCode(0),
        year: 2018,
        status: 'running',
        costYuan: 30_000,
        beneficiaries: 500,
      },
    ],
    roads: [
      {
        class: 'primary',
        name: '砖城路',
        bridge: false,
        walkable: true,
        geometry: getFirstRing(cellsOfRow, 0).slice(0, 3),
      },
    ],
    waterways: [
      {
        class: 'canal',
        name: '砖城河',
        barrier: true,
        geometry: { kind: 'line', line: getFirstRing(cellsOfRow, Math.min(2, rows - 1)).slice(0, 3) },
      },
      {
        class: 'lake',
        name: null,
        barrier: true,
        geometry: {
          kind: 'area',
          area: [
            [
              [
                [cornerX - 50_000, cornerY],
                [cornerX - 20_000, cornerY],
                [cornerX - 20_000, cornerY + 30_000],
              ],
            ],
          ],
        },
      },
    ],
  }
}

/** Returns the outer ring of the first cell of a row. */
const getFirstRing = (cellsOfRow: MultiPolygon[][], row: number): Ring =>
  itemAt(itemAt(itemAt(itemAt(cellsOfRow, row), 0), 0), 0)
