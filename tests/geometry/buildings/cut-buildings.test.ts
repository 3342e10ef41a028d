import { describe, expect, it } from 'vitest'
import type { CellId } from '#shared/geometry/cell-set.ts'
import { toFlatPolygons } from '#shared/geometry/flat-polygons.ts'
import type { MultiPolygon } from '#shared/geometry/lattice.ts'
import { CRUMB } from '#shared/geometry/operations/crumb-limits.ts'
import { isInShape } from '#shared/geometry/shapes/locate-points.ts'
import { runOperation } from '#shared/drafts/run-operation.ts'
import type { DraftOperation } from '#shared/contract/drafts/draft-operations.ts'
import { applyDraftChange, type DraftState, type GridAttributes } from '#shared/drafts/draft-state.ts'
import { findCutBuildings } from '#shared/drafts/buildings/find-cut-buildings.ts'
import { parseCellSet, SQUARE_SIZE } from '../../helpers/geometry/parse-cell-set.ts'

/** Two grids side by side; their border runs from south to north at x = SQUARE_SIZE. */
const set = parseCellSet(['AB'])
const { A, B } = set.ids

const createAttributes = (id: CellId): GridAttributes => ({
  code: String(id).padStart(15, '0'),
  name: `grid ${id}`,
  kind: 'comprehensive',
  households: 50,
  residents: 150,
  members: 5,
  fullTimeWorkers: 1,
  partTimeWorkers: 0,
  branchSince: '2015-01-01',
  buildingGroups: 1,
  householdHubs: 0,
  validFrom: '2018-01-01',
  version: 1,
})

const box = (west: number, south: number, east: number, north: number): MultiPolygon => [
  [
    [
      [west, south],
      [east, south],
      [east, north],
      [west, north],
    ],
  ],
]

function createState(footprints: MultiPolygon[], compounds: (string | null)[] = []): DraftState {
  const places = footprints.map((shape): [number, number] => {
    const [[west, south] = [0, 0], , [east, north] = [0, 0]] = shape[0]?.[0] ?? []
    return [Math.round((west + east) / 2), Math.round((south + north) / 2)]
  })
  const rowsByCell = new Map(
    [...set.cells.values()].map(({ id, shape }): [CellId, number[]] => [
      id,
      places.flatMap(([x, y], row) => (isInShape(shape, x, y) ? [row] : [])),
    ]),
  )
  const counts = footprints.map(() => 10)
  return {
    street: 'community',
    set,
    facts: new Map([A, B].map((id) => [id, createAttributes(id)])),
    places: new Map([A, B].map((id) => [id, 'own' as const])),
    gone: new Set(),
    renumbered: new Set(),
    crumb: CRUMB,
    buildings: {
      table: {
        ids: footprints.map((_, row) => row),
        places: Int32Array.from(places.flat()),
        compounds: footprints.map((_, row) => compounds[row] ?? null),
        counts: {
          households: counts,
          residents: counts,
          members: counts,
          buildingGroups: counts,
          householdHubs: counts,
        },
        footprints: toFlatPolygons(footprints),
      },
      counted: new Set(['community-1', 'community-2']),
      rowsByCell,
      strays: [],
    },
  }
}

const all = () => true
const middle = SQUARE_SIZE / 2
const across = box(SQUARE_SIZE - 100, middle - 60, SQUARE_SIZE + 220, middle + 60)

describe('a border through a building', () => {
  it('is found, and no border that only touches a wall', () => {
    expect(findCutBuildings(createState([across]), all)).toMatchObject([
      { type: 'cut_building', cells: [B], found: 10 },
    ])
    const beside = box(SQUARE_SIZE, middle, SQUARE_SIZE + 200, middle + 100)
    expect(findCutBuildings(createState([beside]), all)).toEqual([])
  })

  it('is found where it crosses between the corners', () => {
    // the corner of grid B's neighbour reaches into the footprint, whose own corners are all in B
    const wide: MultiPolygon = box(SQUARE_SIZE - 100, -50, SQUARE_SIZE + 220, middle)
    expect(findCutBuildings(createState([wide]), all)).toHaveLength(1)
  })

  it('can go around it on either side: the whole building is in one grid then, the shorter way first', () => {
    const state = createState([across])
    const [issue] = findCutBuildings(state, all)
    expect(issue?.fixes.map((fix) => fix.op === 'reshape' && fix.grid)).toEqual([B, A])
    for (const fix of issue?.fixes ?? []) {
      const result = runOperation(state, fix)
      if (!result.ok) throw new Error(result.reason.code)
      const after = applyDraftChange(state, result.value)
      expect(findCutBuildings(after, all)).toEqual([])
      const receiver = fix.op === 'reshape' ? fix.grid : 0
      expect(after.buildings?.rowsByCell.get(receiver)).toEqual([0])
    }
  })
})

describe('a compound in two grids', () => {
  const left = box(2000, 2000, 2200, 2100)
  const right = box(SQUARE_SIZE + 2000, 2000, SQUARE_SIZE + 2200, 2100)

  it('is found by its name', () => {
    expect(findCutBuildings(createState([left, right], ['幸福小区', '幸福小区']), all)).toMatchObject([
      { type: 'cut_compound', found: 2 },
    ])
    expect(findCutBuildings(createState([left, right], ['幸福小区', '平安小区']), all)).toEqual([])
  })

  const nearLeft = box(SQUARE_SIZE - 400, middle - 60, SQUARE_SIZE - 250, middle + 60)
  const nearRight = box(SQUARE_SIZE + 250, middle - 60, SQUARE_SIZE + 400, middle + 60)
  const north = box(SQUARE_SIZE + 100, middle + 200, SQUARE_SIZE + 200, middle + 300)
  const names = ['幸福小区', '幸福小区', '幸福小区']

  function follow(state: DraftState, fix: DraftOperation): DraftState {
    const result = runOperation(state, fix)
    if (!result.ok) throw new Error(result.reason.code)
    return applyDraftChange(state, result.value)
  }

  it('can be gone around on either side: all of its buildings are in one grid then', () => {
    const state = createState([nearLeft, nearRight, north], names)
    const [issue] = findCutBuildings(state, all)
    expect(issue?.fixes.map((fix) => fix.op === 'reshape' && fix.grid).toSorted()).toEqual([A, B])
    for (const fix of issue?.fixes ?? []) {
      const after = follow(state, fix)
      expect(findCutBuildings(after, all)).toEqual([])
      const receiver = fix.op === 'reshape' ? fix.grid : 0
      expect(after.buildings?.rowsByCell.get(receiver)?.toSorted()).toEqual([0, 1, 2])
    }
  })

  it('can be gone around where the border winds through it', () => {
    const state = createState([nearLeft, nearRight, across], [...names.slice(1), '幸福小区'])
    const around = findCutBuildings(state, all).find(({ type }) => type === 'cut_building')?.fixes[0]
    const wound = follow(state, around!)
    const issue = findCutBuildings(wound, all).find(({ type }) => type === 'cut_compound')
    expect(issue?.fixes.length).toBeGreaterThan(0)
    for (const fix of issue?.fixes ?? []) expect(findCutBuildings(follow(wound, fix), all)).toEqual([])
  })

  it('is not gone around through another building', () => {
    // a wall of another building on each side, close to where the border would run
    const besides = [
      box(SQUARE_SIZE - 470, middle - 20, SQUARE_SIZE - 430, middle + 20),
      box(SQUARE_SIZE + 430, middle - 20, SQUARE_SIZE + 470, middle + 20),
    ]
    const state = createState([nearLeft, nearRight, ...besides], ['幸福小区', '幸福小区'])
    expect(findCutBuildings(state, all)).toMatchObject([{ type: 'cut_compound', fixes: [] }])
  })

  it('without footprints is gone around by its places', () => {
    const state = createState([nearLeft, nearRight], ['幸福小区', '幸福小区'])
    const points = { ...state.buildings!.table, footprints: toFlatPolygons([[], []]) }
    const [issue] = findCutBuildings({ ...state, buildings: { ...state.buildings!, table: points } }, all)
    expect(issue?.fixes).toHaveLength(2)
  })
})
