import { describe, expect, it } from 'vitest'
import { type CellId, type CellSet, type GridChange } from '#shared/geometry/cell-set.ts'
import { toFlatPolygons } from '#shared/geometry/flat-polygons.ts'
import type { Point } from '#shared/geometry/lattice.ts'
import { CRUMB } from '#shared/geometry/operations/crumb-limits.ts'
import { split } from '#shared/geometry/operations/split.ts'
import { isInShape } from '#shared/geometry/shapes/locate-points.ts'
import { getShapeAreaM2 } from '#shared/geometry/shapes/shape-area.ts'
import { getShapeBox } from '#shared/geometry/shapes/shape-box.ts'
import { apportionCount } from '#shared/city/apportion-count.ts'
import { buildingCounts, type DraftBuildings, sumCount } from '#shared/drafts/buildings/draft-buildings.ts'
import { relocateBuildings } from '#shared/drafts/buildings/relocate-buildings.ts'
import {
  applyDraftChange,
  type DraftChange,
  type DraftState,
  type GridAttributes,
} from '#shared/drafts/draft-state.ts'
import { redistributeCounts } from '#shared/drafts/redistribute-counts.ts'
import { createSeededRandom } from '../../helpers/geometry/build-brickwork.ts'
import { parseCellSet, SQUARE_SIZE } from '../../helpers/geometry/parse-cell-set.ts'
import {
  generateCellSet,
  pickRandom,
  type Random,
  runRandomOperation,
} from '../../helpers/geometry/random-operations.ts'
import { countRuns, readSeed } from '../../helpers/random-run.ts'

/** Households of buildings follow their ground: exactly, whatever is cut, merged or redrawn. */

interface Building {
  at: Point
  households: number
}

const noCounts = { residents: 0, members: 0, buildingGroups: 0, householdHubs: 0 }

/** Buildings placed in cells one by one. */
function placeBuildings(set: CellSet, list: readonly Building[], counted: Iterable<string>): DraftBuildings {
  const rowsByCell = new Map<CellId, number[]>([...set.cells.keys()].map((id) => [id, []]))
  const strays: number[] = []
  list.forEach(({ at }, row) => {
    const owners = [...set.cells.values()].filter(({ shape }) => isInShape(shape, ...at))
    expect(owners.length, 'each place has one owner at most').toBeLessThan(2)
    ;(owners[0] === undefined ? strays : rowsByCell.get(owners[0].id)!).push(row)
  })
  return {
    table: {
      ids: list.map((_, row) => row),
      places: Int32Array.from(list.flatMap(({ at }) => [...at])),
      compounds: list.map(() => null),
      counts: {
        households: list.map(({ households }) => households),
        residents: list.map(({ households }) => 3 * households),
        members: list.map((_, row) => row % 3),
        buildingGroups: list.map(() => 1),
        householdHubs: list.map((_, row) => Number(row % 4 === 0)),
      },
      footprints: toFlatPolygons(list.map(() => null)),
    },
    counted: new Set(counted),
    rowsByCell,
    strays,
  }
}

function createState(set: CellSet, buildings: readonly Building[], counted?: Iterable<string>): DraftState {
  const communities = new Set([...set.cells.values()].map(({ community }) => community))
  const bare: DraftState = {
    street: '320900001',
    set,
    facts: new Map([...set.cells.keys()].map((id) => [id, createAttributes(id)])),
    places: new Map([...set.cells.keys()].map((id) => [id, 'own' as const])),
    gone: new Set(),
    renumbered: new Set(),
    crumb: CRUMB,
  }
  const placed = placeBuildings(set, buildings, counted ?? communities)
  const facts = [...bare.facts].map(([id, each]): [CellId, GridAttributes] => [
    id,
    { ...each, ...sumCounts(placed, placed.rowsByCell.get(id) ?? []) },
  ])
  return { ...bare, facts: new Map(facts), buildings: placed }
}

const createAttributes = (id: number): GridAttributes => ({
  code: String(id).padStart(15, '0'),
  name: `grid ${id}`,
  kind: 'comprehensive',
  households: 0,
  ...noCounts,
  fullTimeWorkers: 1,
  partTimeWorkers: 0,
  branchSince: null,
  validFrom: '2018-01-01',
  version: 1,
})

const sumCounts = ({ table }: DraftBuildings, rows: readonly number[]) =>
  Object.fromEntries(buildingCounts.map((name) => [name, sumCount(table, name, rows)]))

const pickCounts = (facts: GridAttributes) =>
  Object.fromEntries(buildingCounts.map((name) => [name, facts[name]]))

function toDraftChange(state: DraftState, geometry: GridChange): DraftChange {
  return {
    operation: geometry.operation,
    geometry,
    facts: redistributeCounts(state, geometry, ({ id }) => `grid ${id}`),
    renumbered: null,
    gone: geometry.retire,
    back: [],
  }
}

const sumAll = ({ facts }: DraftState, name: (typeof buildingCounts)[number]) =>
  [...facts.values()].reduce((sum, each) => sum + each[name], 0)

/** Buildings anywhere in the cells, some exactly on vertices and on borders. */
function scatterBuildings(set: CellSet, random: Random, count: number): Building[] {
  const shapes = [...set.cells.values()].map(({ shape }) => shape)
  return Array.from({ length: count }, (_, i): Building => {
    const shape = pickRandom(random, shapes)
    const ring = pickRandom(random, shape.flat())
    const corner = Math.floor(random() * ring.length)
    const [a, b] = [ring[corner]!, ring[(corner + 1) % ring.length]!]
    const [west, south, east, north] = getShapeBox(shape)
    const at: Point =
      i % 10 === 0
        ? a
        : i % 10 === 1
          ? [Math.round((a[0] + b[0]) / 2), Math.round((a[1] + b[1]) / 2)]
          : [Math.round(west + random() * (east - west)), Math.round(south + random() * (north - south))]
    return { at, households: Math.floor(random() ** 3 * 120) }
  })
}

const SETS = countRuns(12)
const STEPS = 40

describe('random operations on grids with buildings', () => {
  it(`leave each grid with exactly what its buildings hold (${SETS} cell sets, ${STEPS} operations each)`, () => {
    const random = createSeededRandom(readSeed(17))
    let accepted = 0
    for (let seed = 0; seed < SETS; seed++) {
      const set = generateCellSet(seed, random)
      let state = createState(set, scatterBuildings(set, random, 400))
      const totals = buildingCounts.map((name) => sumAll(state, name))
      for (let step = 0; step < STEPS; step++) {
        const { on, result } = runRandomOperation(state.set, random, -1 - step)
        // where land was taken away first, the draft has other cells than this state
        if (!result.ok || on !== state.set) continue
        accepted++
        const next = applyDraftChange(state, toDraftChange(state, result.value))
        const { buildings } = next
        expect([...buildings!.rowsByCell.values()].flat().length + buildings!.strays.length).toBe(400)
        expect(buildingCounts.map((name) => sumAll(next, name))).toEqual(totals)
        // a building that leaves the street, or comes into it, moves no figure: the sum stays
        if (String(buildings!.strays) !== String(state.buildings!.strays)) break
        const touched = [...result.value.put.map(({ id }) => id)]
        for (const id of touched) {
          const rows = buildings!.rowsByCell.get(id) ?? []
          expect(pickCounts(next.facts.get(id)!), `cell ${id} after ${result.value.operation}`).toEqual(
            sumCounts(buildings!, rows),
          )
        }
        state = next
      }
      const list = state.buildings!.table.ids.map((row): Building => ({
        at: [state.buildings!.table.places[2 * row]!, state.buildings!.table.places[2 * row + 1]!],
        households: 0,
      }))
      const anew = placeBuildings(state.set, list, [])
      for (const [id, rows] of anew.rowsByCell) expect(state.buildings!.rowsByCell.get(id)).toEqual(rows)
    }
    expect(accepted).toBeGreaterThan(SETS * 8)
  })
})

describe('a cut of a grid whose buildings stand on one side', () => {
  const set = parseCellSet(['A'])
  const id = set.ids.A
  const [west, south, east, north] = getShapeBox(set.cells.get(id)!.shape)
  const eastern: Building[] = Array.from({ length: 5 }, (_, i) => ({
    at: [east - 1000 - i, south + 1000 * (i + 1)],
    households: 20,
  }))
  const cutInHalves = (state: DraftState) => {
    const middle = (west + east) / 2
    const cut = split(state.set, {
      cell: id,
      line: [
        [middle, south - SQUARE_SIZE / 10],
        [middle, north + SQUARE_SIZE / 10],
      ],
      newId: -1,
      crumb: CRUMB,
    })
    if (!cut.ok) throw new Error(cut.reason.code)
    return applyDraftChange(state, toDraftChange(state, cut.value))
  }
  const householdsBySide = (state: DraftState) =>
    new Map(
      [...state.set.cells.values()].map((cell) => [
        getShapeBox(cell.shape)[0] === west ? 'west' : 'east',
        state.facts.get(cell.id)!.households,
      ]),
    )

  it('gives all households to the side of the buildings', () => {
    const cut = householdsBySide(cutInHalves(createState(set, eastern)))
    expect(cut).toEqual(
      new Map([
        ['west', 0],
        ['east', 100],
      ]),
    )
  })

  it('divides declared households in proportion to those of the buildings', () => {
    const state = createState(set, [...eastern, { at: [west + 1000, south + 1000], households: 50 }])
    const facts = new Map([[id, { ...state.facts.get(id)!, households: 300 }]])
    expect(householdsBySide(cutInHalves({ ...state, facts }))).toEqual(
      new Map([
        ['west', 100],
        ['east', 200],
      ]),
    )
  })

  it('divides by area where the community is not counted by buildings', () => {
    const state = createState(set, eastern, [])
    const after = cutInHalves(state)
    const areas = [...after.set.cells.values()].map(({ shape }) => getShapeAreaM2(shape))
    expect(areas[0]! / areas[1]!).toBeCloseTo(1, 3)
    expect([...householdsBySide(after).values()]).toEqual([50, 50])
  })

  it('shows in the preview where the buildings go', () => {
    const state = createState(set, eastern)
    const after = cutInHalves(state)
    const change: GridChange = {
      operation: 'split',
      put: [...after.set.cells.values()],
      retire: [],
      outlines: [],
      lineage: [],
    }
    const flows = relocateBuildings(state.buildings, change)!.flows
    expect(flows.flatMap(({ rows }) => rows).length).toBe(5)
    expect(new Set(flows.map(({ from }) => from))).toEqual(new Set([id]))
  })
})

describe('apportionCount', () => {
  it('keeps the sum, and differs from the exact shares by less than one', () => {
    const random = createSeededRandom(readSeed(5))
    for (let run = 0; run < 500; run++) {
      const weights = Array.from({ length: 1 + Math.floor(random() * 6) }, () => Math.floor(random() * 50))
      weights[0]! += 1
      const total = Math.floor(random() * 5000)
      const shares = apportionCount(total, weights)
      const sum = weights.reduce((a, b) => a + b, 0)
      expect(shares.reduce((a, b) => a + b, 0)).toBe(total)
      shares.forEach((share, i) => expect(Math.abs(share - (total * weights[i]!) / sum)).toBeLessThan(1))
    }
  })
})
