import sqlite from 'node-sqlite3-wasm'
import type { Database } from 'node-sqlite3-wasm'
import { readWktCrs } from '../../coordinates/read-wkt-crs.ts'
import { findCoordinateSystem } from '../../coordinates/find-coordinate-system.ts'
import { InvalidFileError } from '../model/invalid-file-error.ts'
import {
  BATCH_ROWS,
  type AttributeValue,
  type FileLayer,
  type FormatReader,
  type RawFeature,
} from '../model/format.ts'
import type { StatedCrs } from '../../coordinates/stated-crs.ts'
import { MAX_COLUMNS } from '../sheets/sheet-rows.ts'
import { readGpkgGeometry } from './gpkg-geometry.ts'
import { copyOutOfWalMode, isInWalMode } from './wal-mode.ts'

/** GeoPackage (OGC 12-128r18): tables of features, and plain tables. Views are left alone: they can be made to run for ever. */
export const geopackageReader: FormatReader = {
  id: 'geopackage',
  label: 'GeoPackage',
  recognises: (_file, head) => new TextDecoder('latin1').decode(head.subarray(0, 16)) === 'SQLite format 3\0',
  async open(file) {
    const path = await file.path()
    const copy = (await isInWalMode(file)) ? await copyOutOfWalMode(path) : null
    let database: Database | undefined
    const close = async () => {
      database?.close()
      await copy?.remove()
    }
    try {
      const opened = openReadOnly(copy?.path ?? path)
      database = opened
      const layers = guarded(() => layersOf(opened))
      if (layers.length === 0) throw new InvalidFileError('no_rows')
      if (copy === null) return { layers, close }
      return { layers: layers.map((layer) => ({ ...layer, remarks: [WAL_MODE] })), close }
    } catch (error) {
      await close()
      if (copy !== null && error instanceof InvalidFileError && error.code === 'gpkg_broken')
        throw new InvalidFileError('gpkg_copied_open', {}, { cause: error })
      throw error
    }
  },
}

const WAL_MODE = { code: 'wal_mode', details: {} } as const

type Row = Record<string, string | number | bigint | Uint8Array | null>

function openReadOnly(path: string): Database {
  return guarded(() => {
    const database = new sqlite.Database(path, { readOnly: true })
    database.exec('pragma trusted_schema = off; pragma cell_size_check = on')
    return database
  })
}

function layersOf(database: Database): FileLayer[] {
  const tables = rowsOf(
    database,
    `
    select c.table_name, c.identifier, g.column_name, g.srs_id
    from gpkg_contents c left join gpkg_geometry_columns g on g.table_name = c.table_name
    where c.data_type in ('features', 'attributes') and exists (select 1 from sqlite_master m where m.name = c.table_name and m.type = 'table')`,
  )
  return tables.map((row): FileLayer => {
    const name = String(row['table_name'])
    const columns = rowsOf(database, `pragma table_info(${quoted(name)})`)
    if (columns.length > MAX_COLUMNS)
      throw new InvalidFileError('too_many_columns', { count: columns.length, limit: MAX_COLUMNS })
    const shape = row['column_name'] === null ? null : String(row['column_name'])
    const key = columns.find(({ pk, type }) => pk === 1 && /int/i.test(String(type)))?.['name']
    const fields = columns
      .map((column) => String(column['name']))
      .filter((column) => column !== shape && column !== key)
    return {
      name,
      fields,
      count: Number(rowsOf(database, `select count(*) as count from ${quoted(name)}`)[0]?.['count'] ?? 0),
      crs: shape === null ? null : crsOf(database, row['srs_id'] ?? null),
      encoding: null,
      features: () => features(database, name, fields, shape),
    }
  })
}

async function* features(
  database: Database,
  table: string,
  fields: readonly string[],
  shape: string | null,
): AsyncGenerator<RawFeature[]> {
  const columns = [...fields, ...(shape === null ? [] : [shape])].map(quoted)
  let after = -Infinity
  let row = 0
  for (;;) {
    const page = guarded(() =>
      rowsOf(
        database,
        `
      select rowid as "#rowid"${columns.map((column) => `, ${column}`).join('')} from ${quoted(table)} where rowid > ? order by rowid limit ${BATCH_ROWS}`,
        after === -Infinity ? Number.MIN_SAFE_INTEGER : after,
      ),
    )
    if (page.length > 0) yield page.map((each) => toFeature(each, fields, shape, ++row))
    if (page.length < BATCH_ROWS) return
    after = Number(page.at(-1)!['#rowid'])
  }
}

function toFeature(values: Row, fields: readonly string[], shape: string | null, row: number): RawFeature {
  const properties = Object.fromEntries(fields.map((field) => [field, valueOf(values[field] ?? null)]))
  const blob = shape === null ? null : (values[shape] ?? null)
  if (!(blob instanceof Uint8Array))
    return { row, properties, geometry: null, problems: blob === null ? [] : [{ code: 'broken_geometry' }] }
  const geometry = readGpkgGeometry(blob)
  return {
    row,
    properties,
    geometry: geometry ?? null,
    problems: geometry === undefined ? [{ code: 'broken_geometry' }] : [],
  }
}

function valueOf(value: Row[string]): AttributeValue {
  if (value === undefined || value === null || value instanceof Uint8Array) return null
  return typeof value === 'bigint' ? String(value) : value
}

function crsOf(database: Database, id: Row[string]): StatedCrs | null {
  const [row] = rowsOf(
    database,
    'select organization, organization_coordsys_id, definition, srs_name from gpkg_spatial_ref_sys where srs_id = ?',
    Number(id),
  )
  if (!row) return null
  const where = 'gpkg_spatial_ref_sys'
  const name = String(row['srs_name'])
  const own = findCoordinateSystem(name)
  if (own) return { where, text: name.slice(0, 80), system: own.id }
  const known = /^epsg$/i.test(String(row['organization']))
    ? findCoordinateSystem(String(row['organization_coordsys_id']))
    : null
  return known
    ? { where, text: `EPSG:${String(row['organization_coordsys_id'])}`, system: known.id }
    : readWktCrs(where, String(row['definition']))
}

function rowsOf(database: Database, sql: string, value?: number): Row[] {
  return (value === undefined ? database.all(sql) : database.all(sql, [value])) as Row[]
}

function guarded<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    // a broken page may also stop the engine itself
    if (error instanceof sqlite.SQLite3Error || (error instanceof Error && error.name === 'RuntimeError')) {
      throw new InvalidFileError('gpkg_broken', { what: error.message.slice(0, 120) }, { cause: error })
    }
    throw error
  }
}

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`
