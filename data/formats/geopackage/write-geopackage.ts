import { rm } from 'node:fs/promises'
import sqlite from 'node-sqlite3-wasm'
import type { Database } from 'node-sqlite3-wasm'
import type { CoordinateSystem } from '../../coordinates/coordinate-system.ts'
import { writeWktCrs } from '../../coordinates/write-wkt-crs.ts'
import type { AttributeValue, FormatId } from '../model/format.ts'
import { createPointProjector } from '../model/point-projector.ts'
import { writeWkb } from '../wkb/write-wkb.ts'
import type { FormatWriter, WriteLayer, WriteRequest } from '../model/writer.ts'
import { writeGpkgGeometry } from './gpkg-geometry.ts'

/** GeoPackage 1.3 (OGC 12-128r18): a table for each layer, and what the file is as metadata. */
export const geopackageWriter: FormatWriter<FormatId> = {
  id: 'geopackage',
  label: 'GeoPackage',
  extension: '.gpkg',
  mediaType: 'application/geopackage+sqlite3',
  many: true,
  tables: true,
  async write({ layers, system, metadata, path, signal }: WriteRequest) {
    const database = new sqlite.Database(path)
    try {
      // the file is worth nothing before it is whole: a journal would only protect its half
      database.exec(
        `pragma journal_mode = off; pragma synchronous = off; pragma cache_size = -16000; begin; ${TABLES}`,
      )
      const srs = addSystem(database, system)
      for (const layer of layers) await addLayer(database, layer, system, srs, signal)
      addMetadata(database, metadata)
      database.exec('commit')
    } catch (error) {
      database.close()
      await rm(path, { force: true })
      throw error
    }
    database.close()
  },
}

const TABLES = `
pragma application_id = 1196444487;
pragma user_version = 10300;
create table gpkg_spatial_ref_sys (
  srs_name text not null, srs_id integer primary key, organization text not null,
  organization_coordsys_id integer not null, definition text not null, description text);
create table gpkg_contents (
  table_name text primary key, data_type text not null, identifier text unique, description text default '',
  last_change datetime not null, min_x double, min_y double, max_x double, max_y double, srs_id integer,
  foreign key (srs_id) references gpkg_spatial_ref_sys (srs_id));
create table gpkg_geometry_columns (
  table_name text not null unique, column_name text not null, geometry_type_name text not null,
  srs_id integer not null, z tinyint not null, m tinyint not null, primary key (table_name, column_name),
  foreign key (table_name) references gpkg_contents (table_name),
  foreign key (srs_id) references gpkg_spatial_ref_sys (srs_id));
create table gpkg_extensions (
  table_name text, column_name text, extension_name text not null, definition text not null,
  scope text not null, unique (table_name, column_name, extension_name));
insert into gpkg_spatial_ref_sys values
  ('Undefined Cartesian SRS', -1, 'NONE', -1, 'undefined', null),
  ('Undefined geographic SRS', 0, 'NONE', 0, 'undefined', null),
  ('WGS 84', 4326, 'EPSG', 4326,
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],'
    || 'PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]]', null);`

/** Ids of systems that have none: free for users by the standard. */
const OWN_SYSTEMS: Readonly<Record<string, number>> = { 'GCJ-02': 990_002, 'BD-09': 990_009 }

function addSystem(database: Database, system: CoordinateSystem): number {
  if (system.id === 'EPSG:4326') return 4326
  const code = Number(system.id.replace('EPSG:', ''))
  const id = OWN_SYSTEMS[system.id] ?? code
  database.run('insert into gpkg_spatial_ref_sys values (?, ?, ?, ?, ?, ?)', [
    system.id,
    id,
    Number.isNaN(code) ? 'NONE' : 'EPSG',
    id,
    writeWktCrs(system),
    Number.isNaN(code) ? `${system.label}: shifted, not WGS 84` : system.label,
  ])
  return id
}

const TYPES = { text: 'text', integer: 'integer', real: 'double', boolean: 'boolean', day: 'date' } as const
const SHAPES = { point: 'POINT', line: 'LINESTRING', area: 'MULTIPOLYGON', mixed: 'GEOMETRY' } as const

async function addLayer(
  database: Database,
  layer: WriteLayer,
  system: CoordinateSystem,
  srs: number,
  signal: AbortSignal | undefined,
): Promise<void> {
  const place = createPointProjector(system)
  const hasShape = layer.geometry !== 'none'
  const columns = layer.fields.map(({ name, type }) => `${quoted(name)} ${TYPES[type]}`)
  database.exec(
    `create table ${quoted(layer.name)} (${[
      'fid integer primary key autoincrement not null',
      ...(layer.geometry === 'none' ? [] : [`geom ${SHAPES[layer.geometry]}`]),
      ...columns,
    ].join(', ')})`,
  )
  const insert = database.prepare(
    `insert into ${quoted(layer.name)} values (null${hasShape ? ', ?' : ''}${columns.map(() => ', ?').join('')})`,
  )
  let box: readonly [number, number, number, number] | null = null
  try {
    for await (const rows of layer.rows()) {
      signal?.throwIfAborted()
      for (const { values, shape } of rows) {
        const wkb = shape ? writeWkb(shape, place) : null
        if (wkb) {
          const [west, south, east, north] = wkb.box
          box = box
            ? [
                Math.min(box[0], west),
                Math.min(box[1], south),
                Math.max(box[2], east),
                Math.max(box[3], north),
              ]
            : wkb.box
        }
        insert.run([
          ...(hasShape ? [wkb && writeGpkgGeometry(wkb.bytes, srs, wkb.box)] : []),
          ...values.map(cellOf),
        ])
      }
    }
  } finally {
    insert.finalize()
  }
  database.run('insert into gpkg_contents values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)', [
    layer.name,
    hasShape ? 'features' : 'attributes',
    layer.name,
    '',
    '2000-01-01T00:00:00.000Z',
    ...(box ?? [null, null, null, null]),
    hasShape ? srs : null,
  ])
  if (hasShape)
    database.run('insert into gpkg_geometry_columns values (?, ?, ?, ?, 0, 0)', [
      layer.name,
      'geom',
      SHAPES[layer.geometry === 'none' ? 'mixed' : layer.geometry],
      srs,
    ])
}

/** The metadata extension of the standard (annex F.8), as one JSON document about the whole file. */
function addMetadata(database: Database, metadata: WriteRequest['metadata']): void {
  database.exec(`
    create table gpkg_metadata (
      id integer primary key autoincrement not null, md_scope text not null default 'dataset',
      md_standard_uri text not null, mime_type text not null default 'text/xml',
      metadata text not null default '');
    create table gpkg_metadata_reference (
      reference_scope text not null, table_name text, column_name text, row_id_value integer,
      timestamp datetime not null, md_file_id integer not null, md_parent_id integer);
    insert into gpkg_extensions values
      ('gpkg_metadata', null, 'gpkg_metadata', 'http://www.geopackage.org/spec130/#extension_metadata', 'read-write'),
      ('gpkg_metadata_reference', null, 'gpkg_metadata', 'http://www.geopackage.org/spec130/#extension_metadata', 'read-write');
    insert into gpkg_metadata_reference values ('geopackage', null, null, null, '2000-01-01T00:00:00.000Z', 1, null);`)
  database.run('insert into gpkg_metadata values (1, ?, ?, ?, ?)', [
    'dataset',
    'https://www.w3.org/TR/json',
    'application/json',
    JSON.stringify(metadata),
  ])
}

const cellOf = (value: AttributeValue) => (typeof value === 'boolean' ? Number(value) : value)

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`
