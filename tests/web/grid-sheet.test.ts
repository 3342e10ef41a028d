import { describe, expect, it } from 'vitest'
import type { GridSheet } from '#shared/contract/city/grid-sheet.ts'
import { orderBuildings } from '#shared/city/number-buildings.ts'
import { DIGIT_HEIGHT } from '../../web/features/grid-sheet/map/place-numbers.ts'
import { planSheet, type SheetMap } from '../../web/features/grid-sheet/map/plan-sheet.ts'
import { createSeededRandom } from '../helpers/geometry/build-brickwork.ts'

const METRE = 1 / 111_195

/** A grid of so many metres with its houses, given by their places in metres from its south-western corner. */
function aSheet(width: number, height: number, places: readonly [number, number][], side = 12): GridSheet {
  const lonOf = (x: number) => 120 + (x * METRE) / Math.cos((33 * Math.PI) / 180)
  const latOf = (y: number) => 33 + y * METRE
  const box = (x: number, y: number, w: number, h: number) =>
    [
      [x, y],
      [x + w, y],
      [x + w, y + h],
      [x, y + h],
    ].flatMap(([a, b]) => [lonOf(a!), latOf(b!)])
  return {
    code: '320902001001001',
    name: '第一网格',
    kind: 'comprehensive',
    path: [],
    residents: 0,
    members: 0,
    fullTimeWorkers: 1,
    partTimeWorkers: 0,
    branchSince: null,
    areaM2: width * height,
    households: { declared: 0, counted: 0, isCounted: true },
    sums: {
      households: { declared: 0, counted: 0 },
      residents: 0,
      members: 0,
      buildingGroups: 0,
      householdHubs: 0,
    },
    box: [lonOf(0), latOf(0), lonOf(width), latOf(height)],
    border: [box(0, 0, width, height)],
    neighbours: [
      { code: '320902001001002', name: '第二网格', community: null, rings: [box(width, 0, width, height)] },
    ],
    roads: [
      {
        class: 'street',
        name: '解放路',
        line: [lonOf(-width), latOf(height / 2), lonOf(2 * width), latOf(height / 2)],
      },
    ],
    waterLines: [],
    waterAreas: [],
    premises: [],
    buildings: places.map(([x, y], i) => ({
      id: i + 1,
      code: `B${i + 1}`,
      name: `${i + 1}号楼`,
      address: null,
      compound: null,
      use: 'residential',
      floors: 6,
      households: 10,
      residents: 30,
      members: 1,
      buildingGroups: 0,
      householdHubs: 0,
      completedOn: null,
      lon: lonOf(x + side / 2),
      lat: latOf(y + side / 2),
      nearest: null,
      number: i + 1,
      rings: [box(x, y, side, side)],
    })),
    otherBuildings: [],
  }
}

function listNumbers(maps: readonly SheetMap[]): number[] {
  return maps.flatMap(({ drawing }) => drawing.numbers.map(({ number }) => number))
}

function expectNoOverlaps({ drawing: { numbers }, window }: SheetMap): void {
  const outside = numbers.filter(({ x, y }) => x < 0 || y < 0 || x > window.width || y > window.height)
  const overlapping = numbers.flatMap((one, i) =>
    numbers
      .slice(i + 1)
      .filter(({ x, y }) => Math.abs(one.y - y) < DIGIT_HEIGHT && Math.abs(one.x - x) < 1.4)
      .map((other) => [one.number, other.number]),
  )
  expect({ outside, overlapping }).toEqual({ outside: [], overlapping: [] })
}

const listRows = ({ firstBlocks, tablePages }: ReturnType<typeof planSheet>) =>
  [...firstBlocks, ...tablePages.flat()].flat().map(({ number }) => number)

describe('the sheet of a grid', () => {
  it('lies in the direction of its grid', () => {
    expect(planSheet(aSheet(600, 300, [[100, 100]])).orientation).toBe('landscape')
    expect(planSheet(aSheet(300, 600, [[100, 100]])).orientation).toBe('portrait')
  })

  it('of one building has one page with its map and its row', () => {
    const plan = planSheet(aSheet(300, 400, [[100, 100]]))
    expect(listNumbers([plan.overview])).toEqual([1])
    expect(listRows(plan)).toEqual([1])
    expect([plan.details.length, plan.tablePages.length]).toEqual([0, 0])
  })

  it('of no building has a map, and no table', () => {
    const plan = planSheet(aSheet(3000, 4000, []))
    expect(listRows(plan)).toEqual([])
    expect(plan.overview.drawing.neighbourNames.map(({ serial }) => serial)).toEqual(['002'])
    expect(plan.overview.drawing.streetNames.map(({ text }) => text).join('')).toBe('解放路')
  })

  it('of 300 buildings lists each once, in order, and numbers each on a map', () => {
    const places = Array.from({ length: 300 }, (_, i): [number, number] => [
      20 + (i % 20) * 24,
      20 + Math.floor(i / 20) * 30,
    ])
    const plan = planSheet(aSheet(520, 480, places))
    expect(listRows(plan)).toEqual(places.map((_, i) => i + 1))
    expect(plan.tablePages.length).toBeGreaterThan(1)
    const maps = [plan.overview, ...plan.details]
    expect(new Set(listNumbers(maps)).size).toBe(300)
    maps.forEach(expectNoOverlaps)
  })

  it('enlarges the part where houses of a village stand too close for their numbers', () => {
    const random = createSeededRandom(5)
    const places = Array.from({ length: 80 }, (_, i): [number, number] => [
      900 + (i % 10) * 13 + random(),
      700 + Math.floor(i / 10) * 13 + random(),
    ])
    const plan = planSheet(aSheet(2000, 1800, places, 9))
    expect(plan.details.length).toBeGreaterThan(0)
    const [detail] = plan.details
    expect(detail!.window.scale).toBeLessThan(plan.overview.window.scale)
    expect(new Set(listNumbers([plan.overview, ...plan.details])).size).toBe(80)
    plan.details.forEach(expectNoOverlaps)
    // the table says on which map a number is found
    const onOverview = new Set(listNumbers([plan.overview]))
    for (const row of [...plan.firstBlocks, ...plan.tablePages.flat()].flat()) {
      const map =
        row.detail === null ? plan.overview : plan.details.find(({ letter }) => letter === row.detail)
      expect(listNumbers([map!])).toContain(row.number)
      expect(row.detail === null).toBe(onOverview.has(row.number))
    }
  })

  it('has a scale that the whole grid fits into', () => {
    for (const [width, height] of [
      [300, 400],
      [4100, 900],
      [60, 70],
    ] as const) {
      const { window } = planSheet(aSheet(width, height, [[10, 10]])).overview
      expect((width * 1000) / window.scale).toBeLessThan(window.width)
      expect((height * 1000) / window.scale).toBeLessThan(window.height)
    }
  })
})

describe('numbers of buildings', () => {
  const building = (compound: string | null, name: string, lon: number) => ({
    compound,
    name,
    address: null,
    code: name,
    lon,
    lat: 33,
  })
  it('follow compounds from west to east and names as people count, those that stand alone last', () => {
    const ordered = orderBuildings([
      building(null, '综合楼', 120),
      building('东苑', '10号楼', 120.3),
      building('东苑', '9号楼', 120.4),
      building('西苑', '2号楼', 120.1),
    ])
    expect(ordered.map(({ compound, name }) => `${compound ?? ''}${name}`)).toEqual([
      '西苑2号楼',
      '东苑9号楼',
      '东苑10号楼',
      '综合楼',
    ])
  })
})
