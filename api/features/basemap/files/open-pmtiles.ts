import { open } from 'node:fs/promises'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { Compression, PMTiles, SharedPromiseCache, type Source, TileType } from 'pmtiles'
import { MAX_TILE_BYTES, readAttribution, type TileArchive } from './tile-archive.ts'

/** Bytes that are read at once, and that a directory unpacks to: what a header says of lengths is not believed. */
const MAX_PART_BYTES = 4_000_000
const MAX_UNPACKED_BYTES = 32_000_000
/** Directories that stay in memory. */
const KEPT_DIRECTORIES = 64

const unzip = promisify(gunzip)

/**
 * Opens PMTiles 3.
 *
 * @throws any error of a file that is none
 */
export async function openPmtiles(path: string): Promise<TileArchive> {
  const file = await open(path, 'r')
  try {
    const source: Source = {
      getKey: () => path,
      async getBytes(offset, length) {
        if (!(length <= MAX_PART_BYTES && offset >= 0)) throw new Error('a part of the archive is too large')
        const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, offset)
        return { data: buffer.buffer.slice(buffer.byteOffset, buffer.byteOffset + bytesRead) }
      },
    }
    const archive = new PMTiles(
      source,
      new SharedPromiseCache(KEPT_DIRECTORIES, false, decompress),
      decompress,
    )
    const { tileType, minZoom, maxZoom } = await archive.getHeader()
    const about: unknown = await archive.getMetadata()
    const attribution =
      typeof about === 'object' && about !== null && 'attribution' in about ? about.attribution : null
    return {
      tiles: [TileType.Png, TileType.Jpeg, TileType.Webp].includes(tileType) ? 'raster' : 'vector',
      minZoom,
      maxZoom,
      attribution: readAttribution(attribution),
      async getTile({ z, x, y }) {
        const tile = await archive.getZxy(z, x, y)
        return tile === undefined || tile.data.byteLength > MAX_TILE_BYTES ? null : new Uint8Array(tile.data)
      },
      close: () => file.close(),
    }
  } catch (error) {
    await file.close()
    throw error
  }
}

async function decompress(data: ArrayBuffer, compression: Compression): Promise<ArrayBuffer> {
  if (compression === Compression.None || compression === Compression.Unknown) return data
  if (compression !== Compression.Gzip) throw new Error('the archive is packed in a way that is not known')
  const bytes = await unzip(data, { maxOutputLength: MAX_UNPACKED_BYTES })
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer
}
