import { type LayerId, layerIds } from '#shared/contract/enums.ts'
import { getMapLayer } from '#shared/layers/layers.ts'
import type { TileZxy } from '#shared/tiles/encode-tile.ts'

export interface TileRequest {
  /** Code, perhaps with a day. */
  city: string
  /** The revision in the address; null for `current`. */
  revision: number | null
  layers: LayerId[]
  address: TileZxy
  /** The same for every way of writing this address, whatever revision it names. */
  key: string
}

/** Addresses of tiles that are remembered: those of one city at one revision, and then some. */
const REMEMBERED = 20_000

const PATH =
  /^\/api\/cities\/([0-9]{6}(?:(?:@|%40)[0-9]{4}-[0-9]{2}-[0-9]{2})?)\/tiles\/(current|[0-9]{1,15})\/([a-z,]{1,120})\/([0-9]{1,2})\/([0-9]{1,8})\/([0-9]{1,8})(?:\.mvt|\.pbf)?$/

/** `parseTilePath` for the many requests that ask for the same few thousand addresses. */
export function createTilePathParser(): (path: string) => TileRequest | null {
  const known = new Map<string, TileRequest>()
  return (path) => {
    const before = known.get(path)
    if (before !== undefined) return before
    const wanted = parseTilePath(path)
    if (wanted === null) return null
    if (known.size >= REMEMBERED) known.clear()
    known.set(path, wanted)
    return wanted
  }
}

/** Reads the address of a tile; null when it is not one, or names a layer, zoom or place that has no tiles. */
export function parseTilePath(path: string): TileRequest | null {
  const match = PATH.exec(path)
  if (match === null) return null
  const [, city = '', revision = '', names = '', z = '', x = '', y = ''] = match
  const asked = names.split(',')
  // the order of the layers is ours, so that one set has one address in the cache
  const layers = layerIds.filter((id) => asked.includes(id))
  if (layers.length !== asked.length) return null
  const address = { z: Number(z), x: Number(x), y: Number(y) }
  const side = 2 ** address.z
  const from = Math.min(...layers.map((id) => getMapLayer(id).minZoom))
  const to = Math.max(...layers.map((id) => getMapLayer(id).maxZoom))
  if (address.z < from || address.z > to || address.x >= side || address.y >= side) return null
  const named = city.replace('%40', '@')
  return {
    city: named,
    revision: revision === 'current' ? null : Number(revision),
    layers,
    address,
    key: `${named}/${layers.join()}/${z}/${x}/${y}`,
  }
}
