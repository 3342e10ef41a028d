import { setImmediate as immediate } from 'node:timers/promises'
import { z } from 'zod'
import type { CitySnapshot } from '#shared/snapshot/city-snapshot.ts'
import { Day } from '#shared/contract/city/codes.ts'
import { readStoredSettings } from '#shared/contract/city/city-settings.ts'
import { chooseFigures } from '#shared/coverage/demand/choose-figures.ts'
import type { Box } from '#shared/geometry/lattice.ts'
import { computeBaseRevision } from '#shared/tiles/tile-revision.ts'
import { Revision } from '#shared/contract/ids.ts'
import type { Database, Queryable } from '../db/database.ts'
import { loadSql } from '../db/load-sql.ts'
import { withCity } from '../db/transaction/with-city.ts'
import {
  buildGrids,
  buildParks,
  buildPremises,
  buildRoads,
  buildShapes,
  buildUnits,
  buildWaters,
  type TableData,
} from './tables/build-tables.ts'
import { BuildingsRow, buildUnplacedBuildings } from './tables/build-buildings.ts'
import { computeDataDate } from './compute-data-date.ts'
import type { LoadedCity } from './loaded-city.ts'
import {
  GridColumns,
  ParkColumns,
  PremisesColumns,
  RoadColumns,
  UnitColumns,
  WaterColumns,
} from './tables/columns.ts'
import { placeInGrids } from './tables/place-in-grids.ts'
import { createRowLookup } from './tables/row-lookup.ts'
import { sumFigures } from './tables/sum-figures.ts'

export const CityRow = z.object({
  city_code: z.string(),
  name: z.string(),
  name_en: z.string(),
  revision: Revision,
  effective_on: Day.nullable(),
  until: Day,
  source: z.string(),
  demo: z.boolean(),
  settings: z.unknown(),
})

export const ChangeRow = z.object({
  revision: Revision,
  kind: z.string(),
  box: z.tuple([z.int(), z.int(), z.int(), z.int()]).nullable(),
  layers: z.array(z.string()),
})

const sql = {
  city: loadSql('api/snapshot/sql/select-city.sql'),
  units: loadSql('api/snapshot/sql/select-units.sql'),
  gridShapes: loadSql('api/snapshot/sql/select-grid-shapes.sql'),
  grids: loadSql('api/snapshot/sql/select-grids.sql'),
  premises: loadSql('api/snapshot/sql/select-premises.sql'),
  parks: loadSql('api/snapshot/sql/select-parks.sql'),
  buildings: loadSql('api/snapshot/sql/select-buildings.sql'),
  roads: loadSql('api/snapshot/sql/select-roads.sql'),
  waterways: loadSql('api/snapshot/sql/select-waterways.sql'),
  changes: loadSql('api/snapshot/sql/list-changes.sql'),
}

/**
 * Loads the whole city at one revision: one query per table, all in one repeatable-read transaction. While the database
 * runs a query, the rows of the previous ones are converted into columns. A replica may answer unless `access` is 'write'.
 */
export function loadCity(
  database: Database,
  code: string,
  access: 'read' | 'write' = 'read',
): Promise<LoadedCity> {
  return withCity(
    database,
    code,
    async (tx) => {
      const city = CityRow.parse((await tx.query(sql.city, [null])).rows[0])
      // all queries are sent at once; the small ones first, so that building begins early
      const pending = {
        roads: readSnapshotTable(tx, sql.roads, RoadColumns),
        units: readSnapshotTable(tx, sql.units, UnitColumns, [null]),
        buildings: readRow(tx, sql.buildings, [], BuildingsRow, (row) => row),
        gridShapes: readShapes(tx, sql.gridShapes),
        grids: readColumns(tx, sql.grids, GridColumns),
        waterways: readSnapshotTable(tx, sql.waterways, WaterColumns),
        premises: readSnapshotTable(tx, sql.premises, PremisesColumns, [null]),
        parks: readSnapshotTable(tx, sql.parks, ParkColumns, [null]),
      }
      const roads = buildRoads((await pending.roads)())
      const units = await buildUnits((await pending.units)())
      const communityRow = createRowLookup(units.community.ids)
      const unplaced = await buildUnplacedBuildings(await pending.buildings)
      const gridShapes = await buildShapes(await pending.gridShapes)
      const declared = buildGrids((await pending.grids)(), gridShapes, communityRow)
      const waters = buildWaters((await pending.waterways)())
      const premises = buildPremises((await pending.premises)(), communityRow)
      const parks = buildParks((await pending.parks)(), communityRow)
      const buildings = { ...unplaced, ...placeInGrids(unplaced.places, declared) }
      const base = computeBaseRevision(city.revision)
      const list = z.array(ChangeRow).parse((await tx.query(sql.changes, [base])).rows)

      const stored = readStoredSettings(city.settings)
      const grids = chooseFigures({ grids: declared, buildings, units }, stored.settings.buildings.figures)
      const dataDate = computeDataDate(city, { grids, premises, parks })
      const snapshot: CitySnapshot = {
        code: city.city_code,
        name: city.name,
        nameEn: city.name_en,
        revision: city.revision,
        dataDate,
        source: city.source,
        demo: city.demo,
        asOf: null,
        settings: stored.settings,
        settingsVersion: stored.version,
        box: computeCityExtent({ units, grids, premises, parks }),
        units,
        grids,
        premises,
        parks,
        buildings,
        roads,
        ...waters,
        figures: sumFigures({ units, grids, premises, parks, dataDate }),
      }
      return { snapshot, changes: { base, list: list.map(toChange) } }
    },
    { access, isolation: 'repeatable read' },
  )
}

export const toChange = ({ revision, box, layers }: z.output<typeof ChangeRow>) => ({ revision, box, layers })

const ShapesRow = z.object({ count: z.number().int(), shapes: z.instanceof(Uint8Array) })
const ColumnsRow = z.object({ columns: z.string() })
/** The row of a table query: columns as JSON, concatenated TWKB shapes. */
export const TableRow = ShapesRow.extend(ColumnsRow.shape)

/** Queries a table. The returned function parses the row, so that this happens while the database runs later queries. */
export function readSnapshotTable<T extends z.ZodType>(
  tx: Queryable,
  statement: string,
  schema: T,
  parameters: readonly (string | null)[] = [],
): Promise<() => TableData<z.output<T>>> {
  return readRow(tx, statement, parameters, TableRow, (row) => () => ({
    columns: schema.parse(JSON.parse(row.columns)),
    shapes: row.shapes,
  }))
}

/** The largest table is queried in two parts, so that its shapes are built while the database collects its columns. */
function readColumns<T extends z.ZodType>(
  tx: Queryable,
  statement: string,
  schema: T,
): Promise<() => z.output<T>> {
  return readRow(tx, statement, [], ColumnsRow, (row) => () => schema.parse(JSON.parse(row.columns)))
}

function readShapes(tx: Queryable, statement: string): Promise<z.output<typeof ShapesRow>> {
  return readRow(tx, statement, [], ShapesRow, (row) => row)
}

function readRow<Row extends z.ZodType, T>(
  tx: Queryable,
  statement: string,
  parameters: readonly (string | null)[],
  schema: Row,
  then: (row: z.output<Row>) => T,
): Promise<T> {
  const answer = tx.query(statement, parameters).then(async ({ rows }) => {
    // the next statement is sent before this row is parsed
    await immediate()
    return then(schema.parse(rows[0]))
  })
  // when an earlier table fails, its error is reported; this rejection must not be an unhandled one
  answer.catch(() => undefined)
  return answer
}

/** Returns the bounding box of everything except roads and waters, in lattice units; null: the city is empty. */
export function computeCityExtent({
  units,
  grids,
  premises,
  parks,
}: Pick<CitySnapshot, 'units' | 'grids' | 'premises' | 'parks'>): Box | null {
  const tables = [...Object.values(units), grids, parks]
    .map((table) => table.mesh.polygons.xy)
    .concat(premises.mesh.xy)
  let west = Infinity
  let south = Infinity
  let east = -Infinity
  let north = -Infinity
  for (const xy of tables) {
    for (let i = 0; i < xy.length; i += 2) {
      west = Math.min(west, xy[i]!)
      east = Math.max(east, xy[i]!)
      south = Math.min(south, xy[i + 1]!)
      north = Math.max(north, xy[i + 1]!)
    }
  }
  return west === Infinity ? null : [west, south, east, north]
}
