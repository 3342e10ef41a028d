import { addTo, float64At, int32At, itemAt } from '../../geometry/at.ts'
import type { Point } from '../../geometry/lattice.ts'
import { isPointInShape } from '../../geometry/shapes/is-point-in-shape.ts'
import { type BorderKind, borderKinds, type DivisionInput } from '../division-input.ts'
import { type AtomEdge, type AtomGraph, createAtomGraph } from '../search/atom-graph.ts'
import { createUnionFind } from '../union-find.ts'
import type { BorderSegment, Cells } from './build-cells.ts'
import { joinNearPremises } from './join-near-premises.ts'

/** Price of a metre of border. */
export type BorderPrices = Record<BorderKind, number>

export const BORDER_PRICES: BorderPrices = {
  water: 0.1,
  main: 0.15,
  street: 0.25,
  lane: 0.35,
  today: 0.6,
  straight: 0.05,
  compound: 0.3,
  gap: 1,
  inside: 4,
  wall: 20,
}

/** Empty land below this area, or narrower than this, joins a neighbour on its side of the lines. */
const SMALL_AREA_M2 = 2000
const NARROW_M = 12

export interface Atoms {
  graph: AtomGraph
  /** Atom of each cell. */
  atomOf: Int32Array
  /** What each segment of the cells runs along; `borderKinds` by position. */
  kindOf: Uint8Array
}

/** Joins cells to atoms: the smallest parts that a search puts together. */
export function buildAtoms(cells: Cells, input: DivisionInput, prices: BorderPrices = BORDER_PRICES): Atoms {
  const sets = createUnionFind(cells.count)
  const kindOf = Uint8Array.from(cells.segments, (segment) => classify(segment, cells, input))
  joinSmallLand(cells, sets)
  const weights = weighCells(cells, input)
  if (input.keepsCompounds) joinCompounds(cells, input, weights, sets)
  joinNearPremises(cells, input, weights, sets)
  const { atomOf, count } = numberSets(cells.count, sets)
  const graph = buildGraph(cells, input, { atomOf, count, kindOf, weights, prices })
  return { graph, atomOf, kindOf }
}

function classify({ left, right, kind, isWall }: BorderSegment, cells: Cells, input: DivisionInput): number {
  if (kind >= 0) return kind
  if (isWall) return borderKinds.indexOf('wall')
  const compound = (cell: number) => {
    const building = cell < 0 ? -1 : int32At(cells.buildingOf, cell)
    return building < 0 ? null : itemAt(input.buildings, building).compound
  }
  const [one, other] = [compound(left), compound(right)]
  if (one === null && other === null) return borderKinds.indexOf('gap')
  return borderKinds.indexOf(one === other ? 'inside' : 'compound')
}

/** Slivers between lines and corners of empty land join the neighbour with the longest border that is no line. */
function joinSmallLand(cells: Cells, sets: ReturnType<typeof createUnionFind>): void {
  const around = new Float64Array(cells.count)
  const beside = new Map<number, Map<number, number>>()
  for (const { left, right, kind, lengthM } of cells.segments) {
    for (const [cell, other] of [
      [left, right],
      [right, left],
    ] as const) {
      if (cell < 0) continue
      addTo(around, cell, lengthM)
      if (other < 0 || kind >= 0) continue
      const lengths = beside.get(cell) ?? new Map<number, number>()
      beside.set(cell, lengths.set(other, (lengths.get(other) ?? 0) + lengthM))
    }
  }
  for (let cell = 0; cell < cells.count; cell++) {
    if (int32At(cells.buildingOf, cell) >= 0) continue
    const area = float64At(cells.areaM2, cell)
    const isNarrow = (2 * area) / Math.max(1, float64At(around, cell)) < NARROW_M
    if (area >= SMALL_AREA_M2 && !isNarrow) continue
    const [best] = [...(beside.get(cell) ?? [])].sort((a, b) => b[1] - a[1] || a[0] - b[0])
    if (best) sets.union(cell, best[0])
  }
}

/** Households by cell; those of a building without land of its own go to the cell of the nearest building. */
function weighCells(cells: Cells, { buildings }: DivisionInput): Float64Array {
  const weights = new Float64Array(cells.count)
  const cellOf = new Map<number, number>()
  cells.buildingOf.forEach((building, cell) => {
    if (building >= 0) cellOf.set(building, cell)
  })
  buildings.forEach(({ households, place }, building) => {
    const cell = cellOf.get(building) ?? findNearest(place)
    if (cell !== undefined) addTo(weights, cell, households)
  })
  return weights

  function findNearest(place: Point): number | undefined {
    let [nearest, least] = [undefined as number | undefined, Infinity]
    for (const [building, cell] of cellOf) {
      const [x, y] = itemAt(buildings, building).place
      const distance = (x - place[0]) ** 2 + (y - place[1]) ** 2
      if (distance < least) [nearest, least] = [cell, distance]
    }
    return nearest
  }
}

/** Compounds that fit into the band become one atom, as far as their land is connected. */
function joinCompounds(
  cells: Cells,
  { buildings, count, tolerance }: DivisionInput,
  weights: Float64Array,
  sets: ReturnType<typeof createUnionFind>,
): void {
  const compoundOf = (cell: number) => {
    const building = cell < 0 ? -1 : int32At(cells.buildingOf, cell)
    return building < 0 ? null : itemAt(buildings, building).compound
  }
  const totals = new Map<string, number>()
  for (let cell = 0; cell < cells.count; cell++) {
    const compound = compoundOf(cell)
    if (compound !== null) totals.set(compound, (totals.get(compound) ?? 0) + float64At(weights, cell))
  }
  const most = (weights.reduce((sum, each) => sum + each, 0) / count) * (1 + tolerance)
  for (const { left, right } of cells.segments) {
    const compound = compoundOf(left)
    if (compound !== null && compound === compoundOf(right) && (totals.get(compound) ?? 0) <= most)
      sets.union(left, right)
  }
}

function numberSets(cells: number, sets: ReturnType<typeof createUnionFind>) {
  const atomOf = new Int32Array(cells).fill(-1)
  let count = 0
  for (let cell = 0; cell < cells; cell++) {
    const root = sets.find(cell)
    if (int32At(atomOf, root) < 0) atomOf[root] = count++
    atomOf[cell] = int32At(atomOf, root)
  }
  return { atomOf, count }
}

function buildGraph(
  cells: Cells,
  input: DivisionInput,
  {
    atomOf,
    count,
    kindOf,
    weights,
    prices,
  }: {
    atomOf: Int32Array
    count: number
    kindOf: Uint8Array
    weights: Float64Array
    prices: BorderPrices
  },
): AtomGraph {
  const weight = new Float64Array(count)
  const areaM2 = new Float64Array(count)
  const outlineM = new Float64Array(count)
  for (let cell = 0; cell < cells.count; cell++) {
    addTo(weight, int32At(atomOf, cell), float64At(weights, cell))
    addTo(areaM2, int32At(atomOf, cell), float64At(cells.areaM2, cell))
  }
  const blocks = createUnionFind(count)
  const edges = new Map<number, AtomEdge>()
  cells.segments.forEach(({ left, right, lengthM }, index) => {
    const a = left < 0 ? -1 : int32At(atomOf, left)
    const b = right < 0 ? -1 : int32At(atomOf, right)
    if (a === b) return
    if (a < 0 || b < 0) {
      addTo(outlineM, Math.max(a, b), lengthM)
      return
    }
    const kind = itemAt(borderKinds, kindOf[index] ?? 0)
    if (kind !== 'water' && kind !== 'main') blocks.union(a, b)
    const key = Math.min(a, b) * count + Math.max(a, b)
    const edge = edges.get(key) ?? { a: Math.min(a, b), b: Math.max(a, b), price: 0, lengthM: 0 }
    edge.price += prices[kind] * lengthM
    edge.lengthM += lengthM
    edges.set(key, edge)
  })
  const { atomOf: block, count: blockCount } = numberSets(count, blocks)
  const list = [...edges.values()].sort((one, other) => one.a - other.a || one.b - other.b)
  return createAtomGraph(
    {
      count,
      weight,
      areaM2,
      outlineM,
      block,
      blockCount,
      today: findGridsOfToday(cells, input, atomOf, count, weights),
      todayCount: input.grids.length,
    },
    [...list, ...connectParts(cells, atomOf, count, list)],
  )
}

/** The grid of today that holds most of an atom's households. */
function findGridsOfToday(
  cells: Cells,
  { grids, buildings }: DivisionInput,
  atomOf: Int32Array,
  count: number,
  weights: Float64Array,
): Int32Array {
  const held = new Float64Array(count * grids.length)
  cells.buildingOf.forEach((building, cell) => {
    if (building < 0) return
    const { place } = itemAt(buildings, building)
    const grid = grids.findIndex(({ shape }) => isPointInShape(shape, place))
    if (grid >= 0) addTo(held, int32At(atomOf, cell) * grids.length + grid, float64At(weights, cell))
  })
  return Int32Array.from({ length: count }, (_, atom) => {
    let [best, most] = [-1, 0]
    for (let grid = 0; grid < grids.length; grid++) {
      const households = float64At(held, atom * grids.length + grid)
      if (households > most) [best, most] = [grid, households]
    }
    return best
  })
}

/** Edges without length between parts of the land that do not touch, from each to the nearest of those before it. */
function connectParts(
  cells: Cells,
  atomOf: Int32Array,
  count: number,
  edges: readonly AtomEdge[],
): AtomEdge[] {
  const sets = createUnionFind(count)
  let parts = count
  for (const { a, b } of edges) if (sets.union(a, b)) parts--
  const places: Point[] = []
  for (const { left, right, a } of cells.segments)
    for (const cell of [left, right]) if (cell >= 0) places[int32At(atomOf, cell)] ??= a
  const added: AtomEdge[] = []
  for (; parts > 1; parts--) {
    let best: { a: number; b: number; distance: number } | null = null
    for (let a = 0; a < count; a++)
      for (let b = 0; b < a; b++) {
        if (sets.find(a) === sets.find(b)) continue
        const [one, other] = [places[a], places[b]]
        if (!one || !other) continue
        const distance = (one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2
        if (best === null || distance < best.distance) best = { a, b, distance }
      }
    if (best === null) break
    sets.union(best.a, best.b)
    added.push({ a: best.b, b: best.a, price: 0, lengthM: 0 })
  }
  return added
}
