import { itemAt } from '../geometry/at.ts'
import { ByteWriter } from './byte-writer.ts'
import { type Chain, clipLine, clipRing, createChain, ensureChainCapacity } from './clip.ts'
import {
  COARSE_ZOOM,
  type LabelTileGeometry,
  type LineTileGeometry,
  type TileGeometry,
  ensureLabelPoint,
  type PointTileGeometry,
  type PolygonTileGeometry,
} from './tile-geometry.ts'
import { TILE_EXTENT } from './world-coordinates.ts'
import { type TagValue, writeTagValue } from './write-tag-value.ts'

/** Tile coordinates in the XYZ scheme. */
export interface TileZxy {
  z: number
  x: number
  y: number
}

export type { TagValue }

/** One layer of a vector tile: geometry and tags of its features. */
export interface TileLayer {
  name: string
  mesh: TileGeometry | LabelTileGeometry
  /** Feature ids, small integers unique in the city, by feature index. */
  ids: ArrayLike<number>
  /** Tags of each feature at this zoom; undefined values are omitted. */
  tags: { key: string; value: (feature: number) => TagValue | undefined }[]
  /** Which features are drawn at this zoom; default: all. */
  accepts?: ((feature: number) => boolean) | undefined
  /** A layer that would be heavier in a tile, before compression, leaves out its least important features. */
  limit?: { bytes: number; importanceOf: (feature: number) => number } | undefined
}

/**
 * Units beyond the edge of the tile that are drawn too, so that outlines and round line ends have no seam.
 */
const BUFFER = 64

const GEOMETRY_TYPE = { point: 1, label: 1, line: 2, polygon: 3 } as const
const CLOSE_PATH = 15

/** Output: the tile, and its current layer. */
const tile = new ByteWriter()
const out = new ByteWriter()
/** An entry of the value dictionary. */
const entry = new ByteWriter()
const ring = createChain()
const spare = createChain()

/**
 * Encodes a Mapbox Vector Tile 2.1. Outer rings are counter-clockwise on the lattice and clockwise in the
 * tile, whose y axis points down. Rings that degenerate at this zoom, features without geometry and layers
 * without features are omitted. Returns a new array; empty if there is nothing to draw.
 */
export function encodeTile(address: TileZxy, layers: readonly TileLayer[]): Uint8Array {
  tile.length = 0
  for (const layer of layers) {
    if (writeLayer(address, layer)) tile.blockOf(3, out)
  }
  return tile.bytes.slice(0, tile.length)
}

function writeLayer({ z, x, y }: TileZxy, layer: TileLayer): boolean {
  const shift = 19 - z
  const size = 2 ** (31 - z)
  const margin = BUFFER * 2 ** shift
  const { mesh } = layer
  // in the order of the table, so that equal content gives equal bytes
  const found = new Uint32Array(
    mesh.index.search(x * size - margin, y * size - margin, (x + 1) * size + margin, (y + 1) * size + margin),
  ).sort()

  out.length = 0
  out.text(1, layer.name)
  const dictionary = newDictionary(layer.tags.map((tag) => tag.key))
  const drawn: number[] = []
  for (const index of found) {
    if (index >= mesh.count || layer.accepts?.(index) === false) continue
    const before = out.length
    const feature = out.begin(2)
    out.varint(1 << 3)
    out.varint(layer.ids[index] ?? 0)
    out.pair(3 << 3, GEOMETRY_TYPE[mesh.kind])
    const geometry = out.begin(4)
    cursorX = 0
    cursorY = 0
    if (mesh.kind === 'polygon') writePolygons(mesh, index, z, x, y)
    else if (mesh.kind === 'line') writeLine(mesh, index, z, x, y)
    else writePoint(mesh, index, z, x, y)
    if (out.length === geometry) {
      out.length = before
      continue
    }
    out.end(geometry)
    writeTags(layer, index, dictionary)
    out.end(feature)
    drawn.push(index)
  }
  if (drawn.length === 0) return false
  for (const key of dictionary.keys) out.text(3, key)
  for (const value of dictionary.values.keys()) {
    entry.length = 0
    writeTagValue(entry, value)
    out.blockOf(4, entry)
  }
  out.varint(5 << 3)
  out.varint(TILE_EXTENT)
  out.varint(15 << 3)
  out.varint(2)
  const { limit } = layer
  if (limit === undefined || out.length <= limit.bytes) return true
  // a tenth less than in proportion, because what is important is often large
  const kept = new Set(
    drawn
      .sort((a, b) => limit.importanceOf(b) - limit.importanceOf(a) || a - b)
      .slice(0, Math.floor((0.9 * drawn.length * limit.bytes) / out.length)),
  )
  return writeLayer({ z, x, y }, { ...layer, accepts: (feature) => kept.has(feature) })
}

let cursorX = 0
let cursorY = 0

function writePolygons(
  mesh: PolygonTileGeometry,
  index: number,
  z: number,
  tileX: number,
  tileY: number,
): void {
  const { featureStart, polygonStart } = mesh.polygons
  const { world, zooms } = z > COARSE_ZOOM ? mesh : mesh.coarse
  const { ringStart } = z > COARSE_ZOOM ? mesh.polygons : mesh.coarse
  for (let p = featureStart[index] ?? 0; p < (featureStart[index + 1] ?? 0); p++) {
    for (let r = polygonStart[p] ?? 0; r < (polygonStart[p + 1] ?? 0); r++) {
      const inside = readChain(
        world,
        zooms,
        (ringStart[r + 1] ?? 0) - 1,
        (ringStart[r] ?? 0) - 1,
        -1,
        z,
        tileX,
        tileY,
      )
      const first = ring.xy
      while (
        ring.length > 1 &&
        first[0] === first[2 * ring.length - 2] &&
        first[1] === first[2 * ring.length - 1]
      )
        ring.length--
      const clipped = inside ? ring : clipRing(ring, spare, -BUFFER, TILE_EXTENT + BUFFER)
      if (!hasArea(clipped)) {
        if (r === polygonStart[p]) break
        continue
      }
      writePath(clipped, clipped.length)
      out.varint(CLOSE_PATH)
    }
  }
}

function writeLine(mesh: LineTileGeometry, index: number, z: number, tileX: number, tileY: number): void {
  const { lineStart } = mesh.lines
  const inside = readChain(
    mesh.world,
    mesh.zooms,
    lineStart[index] ?? 0,
    lineStart[index + 1] ?? 0,
    1,
    z,
    tileX,
    tileY,
  )
  if (inside) {
    if (ring.length > 1) writePath(ring, ring.length)
  } else {
    clipLine(ring, spare, -BUFFER, TILE_EXTENT + BUFFER, (piece) => writePath(piece, piece.length))
  }
}

function writePoint(
  mesh: PointTileGeometry | LabelTileGeometry,
  index: number,
  z: number,
  tileX: number,
  tileY: number,
): void {
  if (mesh.kind === 'label') ensureLabelPoint(mesh, index)
  const shift = 2 ** (19 - z)
  const x = Math.floor((mesh.world[2 * index] ?? 0) / shift) - tileX * TILE_EXTENT
  const y = Math.floor((mesh.world[2 * index + 1] ?? 0) / shift) - tileY * TILE_EXTENT
  // a point belongs to exactly one tile; a copy in the buffer would be labelled twice
  if (x < 0 || y < 0 || x >= TILE_EXTENT || y >= TILE_EXTENT) return
  spare.xy[0] = x
  spare.xy[1] = y
  writePath(spare, 1)
}

/**
 * Fills `ring` with those of the points `from, from + step … ` before `end` that are drawn at this zoom, in
 * tile units, without repetition; returns true if none of them needs clipping.
 */
function readChain(
  world: Int32Array,
  zooms: Uint8Array,
  from: number,
  end: number,
  step: 1 | -1,
  z: number,
  tileX: number,
  tileY: number,
): boolean {
  const shift = 19 - z
  const offsetX = tileX * TILE_EXTENT
  const offsetY = tileY * TILE_EXTENT
  const low = -BUFFER
  const high = TILE_EXTENT + BUFFER
  const xy = ensureChainCapacity(ring, Math.abs(end - from))
  let inside = true
  let lastX = Infinity
  let lastY = Infinity
  let length = 0
  for (let i = from; i !== end; i += step) {
    if ((zooms[i] ?? 0) > z) continue
    const x = ((world[2 * i] ?? 0) >> shift) - offsetX
    const y = ((world[2 * i + 1] ?? 0) >> shift) - offsetY
    if (x === lastX && y === lastY) continue
    if (x < low || y < low || x > high || y > high) inside = false
    xy[2 * length] = x
    xy[2 * length + 1] = y
    length++
    lastX = x
    lastY = y
  }
  ring.length = length
  return inside
}

function writePath({ xy }: Chain, length: number): void {
  out.path(xy, length, cursorX, cursorY)
  cursorX = xy[2 * length - 2] ?? 0
  cursorY = xy[2 * length - 1] ?? 0
}

function hasArea({ xy, length }: Chain): boolean {
  if (length < 3) return false
  let sum = 0
  for (let i = 1; i + 1 < length; i++) {
    sum +=
      ((xy[2 * i] ?? 0) - (xy[0] ?? 0)) * ((xy[2 * i + 3] ?? 0) - (xy[1] ?? 0)) -
      ((xy[2 * i + 2] ?? 0) - (xy[0] ?? 0)) * ((xy[2 * i + 1] ?? 0) - (xy[1] ?? 0))
  }
  return sum !== 0
}

interface Dictionary {
  keys: string[]
  values: Map<TagValue, number>
}

const newDictionary = (keys: string[]): Dictionary => ({ keys, values: new Map() })

function writeTags({ tags }: TileLayer, index: number, { values }: Dictionary): void {
  if (tags.length === 0) return
  const before = out.length
  const pairs = out.begin(2)
  for (let key = 0; key < tags.length; key++) {
    const value = itemAt(tags, key).value(index)
    if (value === undefined) continue
    let at = values.get(value)
    if (at === undefined) values.set(value, (at = values.size))
    out.varint(key)
    out.varint(at)
  }
  if (out.length === pairs) out.length = before
  else out.end(pairs)
}
