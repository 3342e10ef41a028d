import type { DraftState, GridAttributes } from '#shared/drafts/draft-state.ts'
import type { DivisionLine } from '#shared/division/division-input.ts'
import type { Cell, CellId } from '#shared/geometry/cell-set.ts'
import { toFlatPolygons } from '#shared/geometry/flat-polygons.ts'
import type { MultiPolygon, Point } from '#shared/geometry/lattice.ts'
import { CRUMB } from '#shared/geometry/operations/crumb-limits.ts'
import { isPointInShape } from '#shared/geometry/shapes/is-point-in-shape.ts'
import { dissolve } from '#shared/geometry/topology/dissolve.ts'
import { buildBrickwork, createSeededRandom } from '../geometry/build-brickwork.ts'

export const STREET = '320902001'
export const COMMUNITY = `${STREET}001`

/**
 * A street of two communities, each of one row of bricks of about 600 m: streets run through them every 150 m or so, with
 * a river along one of them, and rows of houses of different sizes stand between, most of them in compounds.
 */
export function drawStreet(
  seed: number,
  { columns = 2, spacing = 5200 }: { columns?: number; spacing?: number } = {},
): { state: DraftState; lines: DivisionLine[]; grids: CellId[] } {
  const random = createSeededRandom(seed)
  const { cells: shapes, boundary } = buildBrickwork({
    columns,
    rows: 2,
    seed,
    wave: 4000,
    steps: 4,
    size: 60_000,
  })
  const cells = shapes.map((shape, i): Cell => ({
    id: i + 1,
    community: `${STREET}00${i < columns ? 1 : 2}`,
    shape,
  }))
  const [west, south]: Point = [1_200_000_000, 330_000_000]
  const width = (columns + 1) * 60_000
  const lines: DivisionLine[] = []
  for (let x = west + 15_000, i = 0; x < west + width; x += 16_000, i++) {
    const kind = i % 4 === 1 ? 'water' : i % 2 === 0 ? 'street' : 'lane'
    lines.push({ kind, points: wander([x, south - 20_000], [x + 3000, south + 140_000], random) })
  }
  for (let y = south + 14_000, i = 0; y < south + 120_000; y += 15_000, i++)
    lines.push({
      kind: i % 3 === 1 ? 'main' : 'street',
      points: wander([west - 20_000, y], [west + width, y + 2000], random),
    })
  const houses = placeHouses(cells, [west, south], width, spacing, random)
  return {
    state: createState(cells, dissolve([boundary]), houses),
    lines,
    grids: cells.filter(({ community }) => community === COMMUNITY).map(({ id }) => id),
  }
}

interface House {
  cell: CellId
  place: Point
  footprint: MultiPolygon
  households: number
  compound: string | null
}

function placeHouses(
  cells: readonly Cell[],
  [west, south]: Point,
  width: number,
  spacing: number,
  random: () => number,
): House[] {
  const houses: House[] = []
  for (let x = west - 30_000; x < west + width; x += spacing)
    for (let y = south; y < south + 120_000; y += spacing) {
      if (random() < 0.2) continue
      const place: Point = [
        x + Math.round((random() - 0.5) * spacing * 0.3),
        y + Math.round((random() - 0.5) * spacing * 0.3),
      ]
      const [dx, dy] = [300 + Math.round(random() * 400), 200 + Math.round(random() * 300)]
      const turn = Math.round((random() - 0.5) * 150)
      const corners: Point[] = [
        [place[0] - dx, place[1] - dy - turn],
        [place[0] + dx, place[1] - dy + turn],
        [place[0] + dx, place[1] + dy + turn],
        [place[0] - dx, place[1] + dy - turn],
      ]
      const cell = cells.find(({ shape }) => corners.every((corner) => isPointInShape(shape, corner)))
      if (cell === undefined) continue
      houses.push({
        cell: cell.id,
        place,
        footprint: random() < 0.05 ? [] : [[corners]],
        households: 4 + Math.floor(random() * 40),
        compound: random() < 0.7 ? `compound ${Math.floor(x / 12_000)} ${Math.floor(y / 12_000)}` : null,
      })
    }
  return houses
}

/** A line that bends a little every 100 m or so. */
function wander(from: Point, to: Point, random: () => number): Point[] {
  return Array.from({ length: 15 }, (_, i): Point => {
    const part = i / 14
    const shift = i === 0 || i === 14 ? 0 : Math.round((random() - 0.5) * 900)
    return [
      Math.round(from[0] + part * (to[0] - from[0])) + shift,
      Math.round(from[1] + part * (to[1] - from[1])) - shift,
    ]
  })
}

function createState(cells: readonly Cell[], street: MultiPolygon, houses: readonly House[]): DraftState {
  const codes = [...new Set(cells.map(({ community }) => community))]
  const of = (code: string) => cells.filter(({ community }) => community === code).map(({ shape }) => shape)
  const rowsOf = (id: CellId) => houses.flatMap(({ cell }, row) => (cell === id ? [row] : []))
  const sum = (id: CellId) => rowsOf(id).reduce((total, row) => total + (houses[row]?.households ?? 0), 0)
  const zeros = houses.map(() => 0)
  return {
    street: STREET,
    set: {
      cells: new Map(cells.map((cell) => [cell.id, cell])),
      outlines: new Map([
        ...codes.map((code) => [code, { shape: dissolve(of(code)), communities: new Set([code]) }] as const),
        [STREET, { shape: street, communities: new Set(codes) }] as const,
      ]),
    },
    facts: new Map(cells.map(({ id }) => [id, describe(id, sum(id))])),
    places: new Map(cells.map(({ id }) => [id, 'own' as const])),
    gone: new Set(),
    renumbered: new Set(),
    crumb: CRUMB,
    buildings: {
      table: {
        ids: houses.map((_, row) => row + 1),
        places: Int32Array.from(houses.flatMap(({ place }) => [...place])),
        compounds: houses.map(({ compound }) => compound),
        counts: {
          households: houses.map(({ households }) => households),
          residents: houses.map(({ households }) => 3 * households),
          members: zeros,
          buildingGroups: zeros,
          householdHubs: zeros,
        },
        footprints: toFlatPolygons(
          houses.map(({ footprint }) => (footprint.length === 0 ? null : footprint)),
        ),
      },
      counted: new Set(codes),
      rowsByCell: new Map(cells.map(({ id }) => [id, rowsOf(id)])),
      strays: [],
    },
  }
}

const describe = (id: CellId, households: number): GridAttributes => ({
  code: `${COMMUNITY}${String(id).padStart(3, '0')}`,
  name: `砖街第${id}网格`,
  kind: 'comprehensive',
  households,
  residents: 3 * households,
  members: 0,
  fullTimeWorkers: 2,
  partTimeWorkers: 0,
  branchSince: null,
  buildingGroups: 0,
  householdHubs: 0,
  validFrom: '2026-01-01',
  version: 1,
})
