import { z } from 'zod'
import type { CitySnapshot } from '#shared/city/city-snapshot.ts'
import { Day } from '#shared/contract/codes.ts'
import type { Box } from '#shared/geometry/lattice.ts'
import { baseOf, type Changes } from '#shared/tiles/tile-revision.ts'
import type { Database, Queryable } from '../db/database.ts'
import { loadSql } from '../db/load-sql.ts'
import { withCity } from '../db/with-city.ts'
import { buildGrids, buildParks, buildPremises, buildRoads, buildUnits, buildWaters, rowOf } from './build-tables.ts'
import type { CityInMemory } from './city-in-memory.ts'
import { GridColumns, ParkColumns, PremisesColumns, RoadColumns, UnitColumns, WaterColumns } from './columns.ts'
import { sumFigures } from './sum-figures.ts'

const CityRow = z.object({
  city_code: z.string(),
  name: z.string(),
  name_en: z.string(),
  revision: z.number().int(),
  data_date: Day,
  source: z.string(),
  demo: z.boolean(),
})

const ChangeRow = z.object({ revision: z.number().int(), box: z.tuple([z.int(), z.int(), z.int(), z.int()]).nullable(), layers: z.array(z.string()) })

const sql = {
  city: loadSql('api/snapshot/sql/city.sql'),
  units: loadSql('api/snapshot/sql/units.sql'),
  grids: loadSql('api/snapshot/sql/grids.sql'),
  premises: loadSql('api/snapshot/sql/premises.sql'),
  parks: loadSql('api/snapshot/sql/parks.sql'),
  roads: loadSql('api/snapshot/sql/roads.sql'),
  waterways: loadSql('api/snapshot/sql/waterways.sql'),
  changes: loadSql('api/snapshot/sql/changes.sql'),
}

/** The whole city at one revision: one query a table, all in one consistent view of the database. */
export async function loadCity(database: Database, code: string): Promise<CityInMemory> {
  const read = await withCity(database, code, async (tx) => {
    const [city] = (await tx.query(sql.city)).rows
    const { revision } = CityRow.parse(city)
    return {
      city: CityRow.parse(city),
      units: await readTable(tx, sql.units, UnitColumns),
      grids: await readTable(tx, sql.grids, GridColumns),
      premises: await readTable(tx, sql.premises, PremisesColumns),
      parks: await readTable(tx, sql.parks, ParkColumns),
      roads: await readTable(tx, sql.roads, RoadColumns),
      waterways: await readTable(tx, sql.waterways, WaterColumns),
      changes: z.array(ChangeRow).parse((await tx.query(sql.changes, [baseOf(revision)])).rows),
    }
  }, { access: 'read', isolation: 'repeatable read' })

  const units = buildUnits(read.units.columns, read.units.shapes)
  const communityRow = rowOf(units.community.ids)
  const grids = buildGrids(read.grids.columns, read.grids.shapes, communityRow)
  const premises = buildPremises(read.premises.columns, read.premises.shapes, communityRow)
  const parks = buildParks(read.parks.columns, read.parks.shapes, communityRow)
  const figures = sumFigures({ units, grids, premises, parks })
  const snapshot: CitySnapshot = {
    code: read.city.city_code,
    name: read.city.name,
    nameEn: read.city.name_en,
    revision: read.city.revision,
    dataDate: read.city.data_date,
    source: read.city.source,
    demo: read.city.demo,
    box: extentOf([units.district.mesh.polygons.xy, units.street.mesh.polygons.xy, units.community.mesh.polygons.xy, grids.mesh.polygons.xy, premises.mesh.xy, parks.mesh.polygons.xy]),
    units,
    grids,
    premises,
    parks,
    roads: buildRoads(read.roads.columns, read.roads.shapes),
    ...buildWaters(read.waterways.columns, read.waterways.shapes),
    figures,
  }
  const changes: Changes = { base: baseOf(snapshot.revision), list: read.changes }
  return { snapshot, changes }
}

const TableRow = z.object({ count: z.number().int(), columns: z.string(), shapes: z.instanceof(Uint8Array) })

async function readTable<T extends z.ZodType>(tx: Queryable, statement: string, schema: T): Promise<{ columns: z.output<T>; shapes: Uint8Array }> {
  const row = TableRow.parse((await tx.query(statement)).rows[0])
  return { columns: schema.parse(JSON.parse(row.columns)), shapes: row.shapes }
}

function extentOf(tables: Int32Array[]): Box | null {
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
