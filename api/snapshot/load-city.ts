import { setImmediate as immediate } from 'node:timers/promises'
import { z } from 'zod'
import type { CitySnapshot } from '#shared/snapshot/city-snapshot.ts'
import { Day } from '#shared/contract/city/codes.ts'
import { readStoredSettings } from '#shared/contract/city/city-settings.ts'
import type { Box } from '#shared/geometry/lattice.ts'
import { computeBaseRevision } from '#shared/tiles/tile-revision.ts'
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
  createRowLookup,
  type TableData,
} from './build-tables.ts'
import type { LoadedCity } from './loaded-city.ts'
import {
  GridColumns,
  ParkColumns,
  PremisesColumns,
  RoadColumns,
  UnitColumns,
  WaterColumns,
} from './columns.ts'
import { sumFigures } from './sum-figures.ts'

export const CityRow = z.object({
  city_code: z.string(),
  name: z.string(),
  name_en: z.string(),
  revision: z.number().int(),
  data_date: Day,
  source: z.string(),
  demo: z.boolean(),
  settings: z.unknown(),
})

export const ChangeRow = z.object({
  revision: z.number().int(),
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
  roads: loadSql('api/snapshot/sql/select-roads.sql'),
  waterways: loadSql('api/snapshot/sql/select-waterways.sql'),
  changes: loadSql('api/snapshot/sql/list-changes.sql'),
}

/**
 * The whole city at one revision: one query a table, all in one consistent view of the database. While the database
 * answers one query, the rows of those before are made into columns.
 */
export function loadCity(database: Database, code: string): Promise<LoadedCity> {
  return withCity(
    database,
    code,
    async (tx) => {
      const city = CityRow.parse((await tx.query(sql.city)).rows[0])
      // all asked for at once; the small ones first, so that building begins early
      const toCome = {
        roads: readSnapshotTable(tx, sql.roads, RoadColumns),
        units: readSnapshotTable(tx, sql.units, UnitColumns, [null]),
        gridShapes: readShapes(tx, sql.gridShapes),
        grids: readColumns(tx, sql.grids, GridColumns),
        waterways: readSnapshotTable(tx, sql.waterways, WaterColumns),
        premises: readSnapshotTable(tx, sql.premises, PremisesColumns, [null]),
        parks: readSnapshotTable(tx, sql.parks, ParkColumns, [null]),
      }
      const roads = buildRoads((await toCome.roads)())
      const units = await buildUnits((await toCome.units)())
      const communityRow = createRowLookup(units.community.ids)
      const gridShapes = await buildShapes(await toCome.gridShapes)
      const grids = buildGrids((await toCome.grids)(), gridShapes, communityRow)
      const waters = buildWaters((await toCome.waterways)())
      const premises = buildPremises((await toCome.premises)(), communityRow)
      const parks = buildParks((await toCome.parks)(), communityRow)
      const base = computeBaseRevision(city.revision)
      const list = z.array(ChangeRow).parse((await tx.query(sql.changes, [base])).rows)

      const stored = readStoredSettings(city.settings)
      const snapshot: CitySnapshot = {
        code: city.city_code,
        name: city.name,
        nameEn: city.name_en,
        revision: city.revision,
        dataDate: city.data_date,
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
        roads,
        ...waters,
        figures: sumFigures({ units, grids, premises, parks }),
      }
      return { snapshot, changes: { base, list: list.map(toChange) } }
    },
    { access: 'read', isolation: 'repeatable read' },
  )
}

export const toChange = ({ revision, box, layers }: z.output<typeof ChangeRow>) => ({ revision, box, layers })

const ShapesRow = z.object({ count: z.number().int(), shapes: z.instanceof(Uint8Array) })
const ColumnsRow = z.object({ columns: z.string() })
const TableRow = ShapesRow.extend(ColumnsRow.shape)

/** Asks for a table; what the answer holds is read when it is called for, while the database works on the next ones. */
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

/** The largest table comes in two parts, so that its shapes are built while the database gathers its columns. */
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
    // the next statement goes out before anything is made of this one's answer
    await immediate()
    return then(schema.parse(rows[0]))
  })
  // should a table before it fail meanwhile, that is the error to tell
  answer.catch(() => undefined)
  return answer
}

/** The box around everything but roads and waters. */
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
