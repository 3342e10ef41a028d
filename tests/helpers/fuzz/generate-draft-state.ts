import type { Cell, CellId, CellSet } from '#shared/geometry/cell-set.ts'
import type { MultiPolygon, Point } from '#shared/geometry/lattice.ts'
import { CRUMB } from '#shared/geometry/operations/crumb-limits.ts'
import { dissolve } from '#shared/geometry/topology/dissolve.ts'
import type { DraftState, GridAttributes } from '#shared/drafts/draft-state.ts'
import { parseCellSet } from '../geometry/parse-cell-set.ts'
import { generateCellSet, pickRandom, type Random } from '../geometry/random-operations.ts'

const STREET = '320900001'
const ORIGIN: Point = [1_200_000_000, 330_000_000]

/** Pinch points, enclaves that touch each other or the outer ring in a point, exclaves of a second community. */
const DRAWINGS: readonly (readonly [rows: string[], communities: string])[] = [
  [['AAAA', 'ABCA', 'ACBA', 'AAAA'], 'ABC'],
  [['AABB', 'ACBB', 'AACD', 'ADDD'], 'AC|BD'],
  [['AAAAA', 'ABACA', 'AADAA', 'AEAFA', 'AAAAA'], 'ABD|CEF'],
  [['ABA', 'BAB', 'ABA'], 'AB'],
  [['AAAB', 'ACAB', 'ADEB', 'AAAB'], 'ACD|BE'],
  [['AB.CD', 'A.E.D', 'AFFFD'], 'AE|BCDF'],
]

/** Returns a draft on a tiling of a kind that its seed chooses, all of whose grids belong to the street. */
export function generateDraftState(seed: number, random: Random): DraftState {
  const kind = seed % 3
  if (kind === 0) return toDraftState(generateCellSet(seed, random).cells)
  if (kind === 1) return toDraftState(buildNeedles(random))
  const [rows, communities] = pickRandom(random, DRAWINGS)
  return toDraftState(parseCellSet(rows, communities).cells)
}

/**
 * Triangles that meet in one point, some of them thinner than the snap distance, between two rectangles.
 *
 *     +------------+
 *     |     __.--''|
 *     |_.-'' __.--'|
 *     +------------+
 *     +------------+
 */
function buildNeedles(random: Random): ReadonlyMap<CellId, Cell> {
  const width = 40_000
  const heights = [0]
  while (heights.length < 8) heights.push((heights.at(-1) ?? 0) + pickRandom(random, [20, 45, 90, 400, 2500]))
  const at = (x: number, y: number): Point => [ORIGIN[0] + x, ORIGIN[1] + y]
  const top = heights.at(-1) ?? 0
  const shapes: MultiPolygon[] = [
    [[[at(0, -20_000), at(width, -20_000), at(width, 0), at(0, 0)]]],
    ...heights.slice(1).map((y, i): MultiPolygon => [[[at(0, 0), at(width, heights[i] ?? 0), at(width, y)]]]),
    [[[at(0, 0), at(width, top), at(width, top + 20_000), at(0, top + 20_000)]]],
  ]
  return new Map(
    shapes.map((shape, i) => [
      i + 1,
      { id: i + 1, community: i < shapes.length / 2 ? 'south' : 'north', shape },
    ]),
  )
}

function toDraftState(cells: ReadonlyMap<CellId, Cell>): DraftState {
  const names = [...new Set([...cells.values()].map(({ community }) => community))]
  const codeOf = (community: string) => `${STREET}${String(names.indexOf(community) + 1).padStart(3, '0')}`
  const own = new Map([...cells].map(([id, cell]) => [id, { ...cell, community: codeOf(cell.community) }]))
  const codes = names.map(codeOf)
  const outline = (inside: readonly string[]) => ({
    shape: dissolve(
      [...own.values()].filter(({ community }) => inside.includes(community)).map(({ shape }) => shape),
    ),
    communities: new Set(inside),
  })
  const set: CellSet = {
    cells: own,
    outlines: new Map([...codes.map((code) => [code, outline([code])] as const), [STREET, outline(codes)]]),
  }
  return {
    street: STREET,
    set,
    facts: new Map([...own.keys()].map((id) => [id, createAttributes(id)])),
    places: new Map([...own.keys()].map((id) => [id, 'own' as const])),
    gone: new Set(),
    renumbered: new Set(),
    crumb: CRUMB,
  }
}

const createAttributes = (id: CellId): GridAttributes => ({
  code: null,
  name: `grid ${id}`,
  kind: 'comprehensive',
  households: 300,
  residents: 900,
  members: 20,
  fullTimeWorkers: 1,
  partTimeWorkers: 0,
  branchSince: null,
  buildingGroups: 3,
  householdHubs: 10,
  validFrom: '2018-01-01',
  version: 1,
})
