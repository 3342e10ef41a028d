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
  const view = new DataView(row.numbers.buffer, row.numbers.byteOffset, row.numbers.byteLength)
  const readInteger = (index: number, column: number) => view.getInt32(4 * (index * STRIDE + column))
  const ids = Uint32Array.from({ length: count }, (_, index) => readInteger(index, 0))
  const order = sortByValue(ids)
  const pick = (column: number) => Int32Array.from(order, (index) => readInteger(index, column))
  const xy = new Int32Array(2 * count)
  order.forEach((index, place) => {
    xy[2 * place] = readInteger(index, 1)
    xy[2 * place + 1] = readInteger(index, 2)
  })
  const columns = {
    ids: ids.map((_, place) => ids[order[place]!]!),
    households: pick(3),
    residents: pick(4),
    members: pick(5),
    buildingGroups: pick(6),
    householdHubs: pick(7),
    floors: Uint8Array.from(pick(8)),
    uses: Uint8Array.from(pick(9)),
  }
  yield
  const compounds = encodeNames(z.array(z.string().nullable()).parse(JSON.parse(row.compounds)), order)
  yield
  const places = createPointIndex(xy)
  yield
  const read = readTwkbPolygons(row.shapes, count, 'empty')
  const polygons = isAscending(order) ? read : selectFeatures(read, [...order])
  yield
  return { count, ...columns, ...compounds, places, ...buildFootprintTileGeometry(polygons, xy) }
}

/** Returns the positions of the values in ascending order. */
function sortByValue(values: Uint32Array): Uint32Array {
  const order = Uint32Array.from(values, (_, index) => index)
  // the database mostly answers in the order of the ids
  return isAscending(values) ? order : order.sort((a, b) => values[a]! - values[b]!)
}

const isAscending = (values: Uint32Array): boolean =>
  values.every((value, index) => index === 0 || values[index - 1]! < value)

function encodeNames(names: readonly (string | null)[], order: Uint32Array) {
  const compoundNames: string[] = []
  const positions = new Map<string, number>()
  const compound = Int32Array.from(order, (index) => {
    const name = names[index]
    if (name === null || name === undefined) return -1
    let position = positions.get(name)
    if (position === undefined) positions.set(name, (position = compoundNames.push(name) - 1))
    return position
  })
  return { compound, compoundNames }
}
