import { z } from 'zod'
import type { BuildingTable, GridTable } from '#shared/snapshot/city-snapshot.ts'
import { createPointIndex } from '#shared/geometry/shapes/locate-points.ts'
import { buildFootprintTileGeometry } from '#shared/tiles/tile-geometry.ts'
import { BuildingsRow, buildBuildings } from './build-buildings.ts'
import { joinPolygons } from './join-polygons.ts'
import { placeInGrids } from './place-in-grids.ts'
import { selectFeatures } from './select-features.ts'

/** The row of list-buildings-as-of.sql. */
export const BuildingChangesRow = BuildingsRow.extend({ gone: z.instanceof(Uint8Array) })
export type BuildingChanges = z.output<typeof BuildingChangesRow>
/** The row of list-imported-buildings-as-of.sql. */
export const ImportedBuildingsRow = BuildingChangesRow.extend({
  imported: z.array(z.number().int()),
  last: z.number().int(),
})

/** Joins the changes of parts of the buildings. */
export function joinBuildingChanges(parts: readonly BuildingChanges[]): BuildingChanges {
  const put = parts.filter(({ count }) => count > 0)
  return {
    gone: Buffer.concat(parts.map(({ gone }) => gone)),
    count: put.reduce((sum, { count }) => sum + count, 0),
    numbers: Buffer.concat(put.map(({ numbers }) => numbers)),
    compounds: `[${put.map(({ compounds }) => compounds.trim().slice(1, -1)).join(',')}]`,
    shapes: Buffer.concat(put.map(({ shapes }) => shapes)),
  }
}

/**
 * Returns the buildings of another day, placed in the grids of that day.
 *
 * @param isSameGrids whether `grids` are those that `table` is placed in
 */
export function overlayBuildings(
  table: BuildingTable,
  changes: BuildingChanges,
  grids: GridTable,
  isSameGrids: boolean,
): BuildingTable {
  const gone = readIds(changes.gone)
  if (gone.size === 0 && changes.count === 0)
    return isSameGrids ? table : { ...table, ...placeInGrids(table.places, grids) }
  const put = buildBuildings(changes, { ...grids, count: 0 })
  /** Row numbers: those of `table`, then those of `put` counted on from the last row of `table`. */
  const rows = [
    ...Array.from({ length: table.count }, (_, row) => row).filter((row) => !gone.has(table.ids[row]!)),
    ...Array.from({ length: put.count }, (_, row) => table.count + row),
  ]
  const idOf = (row: number) => (row < table.count ? table.ids[row]! : put.ids[row - table.count]!)
  rows.sort((a, b) => idOf(a) - idOf(b))
  const value = (of: (table: BuildingTable) => ArrayLike<number>) => {
    const [old, fresh] = [of(table), of(put)]
    return (row: number): number => (row < table.count ? old[row]! : fresh[row - table.count]!)
  }
  const integers = (of: (table: BuildingTable) => Int32Array) => Int32Array.from(rows, value(of))
  const xy = new Int32Array(2 * rows.length)
  rows.forEach((row, i) => {
    const [from, at] = row < table.count ? [table, row] : [put, row - table.count]
    xy.set(from.places.xy.subarray(2 * at, 2 * at + 2), 2 * i)
  })
  const places = createPointIndex(xy)
  return {
    count: rows.length,
    ids: Uint32Array.from(rows, idOf),
    places,
    ...placeInGrids(places, grids),
    households: integers(({ households }) => households),
    residents: integers(({ residents }) => residents),
    members: integers(({ members }) => members),
    buildingGroups: integers(({ buildingGroups }) => buildingGroups),
    householdHubs: integers(({ householdHubs }) => householdHubs),
    floors: Uint8Array.from(
      rows,
      value(({ floors }) => floors),
    ),
    uses: Uint8Array.from(
      rows,
      value(({ uses }) => uses),
    ),
    compound: Int32Array.from(rows, (row) => {
      const own = row < table.count ? table.compound[row]! : put.compound[row - table.count]!
      return own < 0 || row < table.count ? own : own + table.compoundNames.length
    }),
    compoundNames: [...table.compoundNames, ...put.compoundNames],
    ...buildFootprintTileGeometry(
      selectFeatures(joinPolygons(table.mesh.polygons, put.mesh.polygons), rows),
      xy,
    ),
  }
}

function readIds(bytes: Uint8Array): Set<number> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return new Set(Array.from({ length: bytes.byteLength / 4 }, (_, index) => view.getInt32(4 * index)))
}
