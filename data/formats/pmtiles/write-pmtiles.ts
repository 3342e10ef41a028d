import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { gzipSync } from 'node:zlib'
import { type Box, UNITS_PER_DEGREE } from '#shared/geometry/lattice.ts'
import { encodeTile, type TileZxy, type TileLayer } from '#shared/tiles/encode-tile.ts'
import { MAX_TILE_ZOOM, WORLD_SIZE } from '#shared/tiles/world-coordinates.ts'
import { writeChunks } from '../io/write-chunks.ts'
import type { FormatWriter, WriteLayer, WriteRequest } from '../model/writer.ts'
import { buildDirectories, type DirectoryEntry } from './directory.ts'
import { buildHeader } from './header.ts'
import { getFieldTypes, buildTileLayers } from './build-tile-layers.ts'
import { computeTileId } from './tile-id.ts'

/** The zoom at which a city fits on a screen. */
const MIN_ZOOM = 5
/** A tile of this zoom is 4 km wide here and exact to half a metre; deeper views draw the same tiles larger. */
const MAX_ZOOM = MAX_TILE_ZOOM - 1

/** PMTiles 3: all tiles of a map in one file that any web server can serve, cut by the same encoder as those of the map. */
export const pmtilesWriter: FormatWriter = {
  id: 'pmtiles',
  label: 'PMTiles',
  extension: '.pmtiles',
  mediaType: 'application/vnd.pmtiles',
  many: true,
  tables: false,
  systems: ['EPSG:3857'],
  async write({ layers, metadata, path, signal }) {
    const read: TileLayer[] = []
    for (const layer of layers) read.push(...(await buildTileLayers(layer)))
    // how long the directories are is known only when the last tile is
    const body = `${path}.tiles`
    try {
      const entries: DirectoryEntry[] = []
      const cut = { tiles: 0, contents: 0, tileBytes: 0 }
      await writeChunks(body, tileBytes(read, entries, cut), signal)
      const { root, leaves } = buildDirectories(entries)
      const notes = gzipSync(JSON.stringify(notesOf(layers, read, metadata)))
      const head = buildHeader({
        rootBytes: root.length,
        metadataBytes: notes.length,
        leafBytes: leaves.length,
        entries: entries.length,
        minZoom: MIN_ZOOM,
        maxZoom: MAX_ZOOM,
        box: latticeBox(read),
        ...cut,
      })
      await writeChunks(path, pieces([head, root, notes, leaves], body), signal)
    } finally {
      await rm(body, { force: true })
    }
  },
}

async function* pieces(front: readonly Uint8Array[], body: string): AsyncGenerator<Uint8Array> {
  yield* front
  yield* createReadStream(body)
}

/** The tiles in the order of their numbers, equal ones once; fills `entries` and counts. */
async function* tileBytes(
  layers: readonly TileLayer[],
  entries: DirectoryEntry[],
  cut: { tiles: number; contents: number; tileBytes: number },
): AsyncGenerator<Uint8Array> {
  const known = new Map<string, Pick<DirectoryEntry, 'offset' | 'length'>>()
  for (const address of addresses(layers)) {
    const tile = encodeTile(address, layers)
    if (tile.length === 0) continue
    cut.tiles++
    const id = computeTileId(address)
    const key = createHash('sha256').update(tile).digest('base64')
    let place = known.get(key)
    if (place === undefined) {
      const gzipped = gzipSync(tile)
      place = { offset: cut.tileBytes, length: gzipped.length }
      known.set(key, place)
      cut.contents++
      cut.tileBytes += gzipped.length
      yield gzipped
    }
    const last = entries.at(-1)
    if (last && last.offset === place.offset && last.id + last.run === id) last.run++
    else entries.push({ id, ...place, run: 1 })
  }
}

/** Every tile that may have something in it, in the order of their numbers. */
function* addresses(layers: readonly TileLayer[]): Generator<TileZxy> {
  const box = worldBox(layers)
  if (box === null) return
  for (let z = MIN_ZOOM; z <= MAX_ZOOM; z++) {
    const [west, north, east, south] = box.map((edge) => Math.floor(edge / (WORLD_SIZE / 2 ** z)))
    const found: { address: TileZxy; id: number }[] = []
    for (let x = west!; x <= east!; x++) {
      for (let y = north!; y <= south!; y++)
        found.push({ address: { z, x, y }, id: computeTileId({ z, x, y }) })
    }
    yield* found.sort((a, b) => a.id - b.id).map(({ address }) => address)
  }
}

/** West, north, east, south in world units, whose y runs south. */
function worldBox(layers: readonly TileLayer[]): [number, number, number, number] | null {
  if (layers.length === 0) return null
  const boxes = layers.map(({ mesh: { index } }) => index)
  return [
    Math.min(...boxes.map(({ minX }) => minX)),
    Math.min(...boxes.map(({ minY }) => minY)),
    Math.max(...boxes.map(({ maxX }) => maxX)),
    Math.max(...boxes.map(({ maxY }) => maxY)),
  ]
}

function latticeBox(layers: readonly TileLayer[]): Box {
  const box = worldBox(layers)
  if (box === null) return [0, 0, 0, 0]
  const longitude = (x: number) => Math.round((x / WORLD_SIZE - 0.5) * 360 * UNITS_PER_DEGREE)
  const latitude = (y: number) =>
    Math.round(
      Math.atan(Math.sinh(Math.PI * (1 - (2 * y) / WORLD_SIZE))) * (180 / Math.PI) * UNITS_PER_DEGREE,
    )
  const [west, north, east, south] = box
  return [longitude(west), latitude(south), longitude(east), latitude(north)]
}

function notesOf(
  layers: readonly WriteLayer[],
  read: readonly TileLayer[],
  metadata: WriteRequest['metadata'],
): object {
  return {
    ...metadata,
    name: String(metadata['name'] ?? layers.map(({ name }) => name).join()),
    attribution: String(metadata['source'] ?? ''),
    type: 'overlay',
    vector_layers: read.map(({ name }) => ({
      id: name,
      minzoom: MIN_ZOOM,
      maxzoom: MAX_ZOOM,
      fields: getFieldTypes(
        layers.find((layer) => name === layer.name || name.startsWith(`${layer.name}_`))?.fields ?? [],
      ),
    })),
  }
}
