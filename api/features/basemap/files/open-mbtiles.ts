import sqlite from 'node-sqlite3-wasm'
import type { Database } from 'node-sqlite3-wasm'
import { MAX_TILE_BYTES, readAttribution, readZoom, type TileArchive } from './tile-archive.ts'

/** Values of the file's metadata that are read, and characters of each. */
const MAX_ROWS = 100
const MAX_TEXT = 2000

/**
 * Opens MBTiles 1.3: an SQLite database of tiles whose rows count from the south.
 *
 * @throws any error of a file that is none
 */
export function openMbtiles(path: string): TileArchive {
  const database = new sqlite.Database(path, { readOnly: true })
  try {
    database.exec('pragma trusted_schema = off; pragma cell_size_check = on')
    const about = readMetadata(database)
    const [zooms] = database.all('select min(zoom_level) as least, max(zoom_level) as most from tiles')
    const format = about.get('format')
    const least = readZoom(zooms?.['least'], 0)
    return {
      tiles: format === 'pbf' || format === 'mvt' ? 'vector' : 'raster',
      minZoom: readZoom(about.get('minzoom'), least),
      maxZoom: readZoom(zooms?.['most'], least),
      attribution: readAttribution(about.get('attribution')),
      getTile({ z, x, y }) {
        const row = database.get(
          `select tile_data as tile from tiles
           where zoom_level = ? and tile_column = ? and tile_row = ? and length(tile_data) <= ?`,
          [z, x, 2 ** z - 1 - y, MAX_TILE_BYTES],
        )
        const tile = row?.['tile']
        return Promise.resolve(tile instanceof Uint8Array ? tile : null)
      },
      close: () => Promise.resolve(database.close()),
    }
  } catch (error) {
    database.close()
    throw error
  }
}

function readMetadata(database: Database): Map<string, string> {
  const rows = database.all('select name, substr(value, 1, ?) as value from metadata limit ?', [
    MAX_TEXT,
    MAX_ROWS,
  ])
  return new Map(rows.map(({ name, value }) => [String(name), String(value)]))
}
