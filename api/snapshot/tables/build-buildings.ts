import { setImmediate as immediate } from 'node:timers/promises'
import { z } from 'zod'
import type { BuildingTable, GridTable } from '#shared/snapshot/city-snapshot.ts'
import { createPointIndex } from '#shared/geometry/shapes/locate-points.ts'
import { readTwkbPolygons } from '#shared/geometry/twkb.ts'
import { buildFootprintTileGeometry } from '#shared/tiles/tile-geometry.ts'
import { placeInGrids } from './place-in-grids.ts'
import { selectFeatures } from './select-features.ts'

/** The row of select-buildings.sql and list-buildings-as-of.sql. */
export const BuildingsRow = z.object({
  count: z.number().int(),
  numbers: z.instanceof(Uint8Array),
  compounds: z.string(),
  shapes: z.instanceof(Uint8Array),
})

/** Integers of one building in `numbers`. */
const STRIDE = 10

type Unplaced = Omit<BuildingTable, 'grid' | 'rowsByGrid' | 'gridStart'>

/** Builds the table of buildings, in the order of their ids, and places them in the grids. */
export function buildBuildings(row: z.output<typeof BuildingsRow>, grids: GridTable): BuildingTable {
  const steps = buildBuildingsInSteps(row)
  for (;;) {
    const step = steps.next()
    if (step.done === true) return { ...step.value, ...placeInGrids(step.value.places, grids) }
  }
}

/** Builds the buildings before the grids are there, and yields to the event loop in between. */
export async function buildUnplacedBuildings(row: z.output<typeof BuildingsRow>): Promise<Unplaced> {
  const steps = buildBuildingsInSteps(row)
  for (;;) {
    await immediate()
    const step = steps.next()
    if (step.done === true) return step.value
  }
}

function* buildBuildingsInSteps(row: z.output<typeof BuildingsRow>): Generator<void, Unplaced> {
  const { count } = row
  const numbers = readBigEndian(row.numbers)
  // loops instead of callbacks: a hundred thousand rows take a tenth of the time
  const pick = (column: number, order: Uint32Array | null) => {
    const values = new Int32Array(count)
    for (let i = 0; i < count; i++) values[i] = numbers[(order === null ? i : order[i]!) * STRIDE + column]!
    return values
  }
  const order = sortByValue(pick(0, null))
  const xy = new Int32Array(2 * count)
  const [x, y] = [pick(1, order), pick(2, order)]
  for (let i = 0; i < count; i++) {
    xy[2 * i] = x[i]!
    xy[2 * i + 1] = y[i]!
  }
  const columns = {
    ids: Uint32Array.from(pick(0, order)),
    households: pick(3, order),
    residents: pick(4, order),
    members: pick(5, order),
    buildingGroups: pick(6, order),
    householdHubs: pick(7, order),
    floors: Uint8Array.from(pick(8, order)),
    uses: Uint8Array.from(pick(9, order)),
  }
  yield
  const compounds = encodeNames(Names.parse(JSON.parse(row.compounds)), order)
  yield
  const places = createPointIndex(xy)
  yield
  const read = readTwkbPolygons(row.shapes, count, 'empty')
  const polygons = order === null ? read : selectFeatures(read, [...order])
  yield
  return { count, ...columns, ...compounds, places, ...buildFootprintTileGeometry(polygons, xy) }
}

/** Returns the integers of big-endian bytes. */
function readBigEndian(bytes: Uint8Array): Int32Array {
  // a copy, because the bytes are turned in place
  const turned = Buffer.from(bytes).swap32()
  return new Int32Array(turned.buffer, turned.byteOffset, turned.byteLength / 4).slice()
}

/** Returns the positions of the values in ascending order; null: they are in that order, as the database mostly answers. */
function sortByValue(values: Int32Array): Uint32Array | null {
  let isAscending = true
  for (let i = 1; i < values.length && isAscending; i++) isAscending = values[i - 1]! < values[i]!
  if (isAscending) return null
  const order = new Uint32Array(values.length)
  for (let i = 0; i < order.length; i++) order[i] = i
  return order.sort((a, b) => values[a]! - values[b]!)
}

const Names = z.array(z.string().nullable())

function encodeNames(names: readonly (string | null)[], order: Uint32Array | null) {
  const compoundNames: string[] = []
  const positions = new Map<string, number>()
  const compound = new Int32Array(names.length)
  for (let i = 0; i < names.length; i++) {
    const name = names[order === null ? i : order[i]!] ?? null
    let position = name === null ? -1 : positions.get(name)
    if (position === undefined) positions.set(name!, (position = compoundNames.push(name!) - 1))
    compound[i] = position
  }
  return { compound, compoundNames }
}
