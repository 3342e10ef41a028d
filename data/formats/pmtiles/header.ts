import type { Box } from '#shared/geometry/lattice.ts'

export const HEADER_BYTES = 127

const GZIP = 2
const MVT = 1

export interface HeaderFields {
  rootBytes: number
  metadataBytes: number
  leafBytes: number
  tileBytes: number
  /** Tiles that have an address, rows of the directories, different contents. */
  tiles: number
  entries: number
  contents: number
  minZoom: number
  maxZoom: number
  /** Lattice units, which are those of the header. */
  box: Box
}

/** Head of a PMTiles 3 archive: root directory, metadata, leaf directories and tiles follow in this order. Little-endian. */
export function buildHeader({
  rootBytes,
  metadataBytes,
  leafBytes,
  tileBytes,
  tiles,
  entries,
  contents,
  minZoom,
  maxZoom,
  box,
}: HeaderFields): Uint8Array {
  const bytes = new Uint8Array(HEADER_BYTES)
  const view = new DataView(bytes.buffer)
  bytes.set(new TextEncoder().encode('PMTiles'))
  bytes[7] = 3
  let [field, offset] = [8, HEADER_BYTES]
  for (const length of [rootBytes, metadataBytes, leafBytes, tileBytes]) {
    view.setBigUint64(field, BigInt(offset), true)
    view.setBigUint64(field + 8, BigInt(length), true)
    field += 16
    offset += length
  }
  for (const count of [tiles, entries, contents]) {
    view.setBigUint64(field, BigInt(count), true)
    field += 8
  }
  // clustered: tiles lie in the order of their numbers
  bytes.set([1, GZIP, GZIP, MVT, minZoom, maxZoom], field)
  const [west, south, east, north] = box
  const places = [west, south, east, north]
  places.forEach((value, i) => view.setInt32(field + 6 + 4 * i, value, true))
  bytes[field + 22] = minZoom
  view.setInt32(field + 23, Math.round((west + east) / 2), true)
  view.setInt32(field + 27, Math.round((south + north) / 2), true)
  return bytes
}
