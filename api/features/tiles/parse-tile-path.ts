import { type LayerId, layerIds } from '#shared/contract/enums.ts'
import { getMapLayer } from '#shared/layers/layers.ts'
import type { TileZxy } from '#shared/tiles/encode-tile.ts'

export interface TileRequest {
  /** City code, with or without a day. */
  city: string
  /** The revision in the path; null for `current`. */
  revision: number | null
  layers: LayerId[]
  address: TileZxy
  /** Cache key: the same for every spelling and revision of this path. */
  key: string
}

/** Parsed paths in the cache: more than one city has at one revision. */
const REMEMBERED = 20_000

const PATH = new RegExp(
  [
    '^/api/cities',
    '([0-9]{6}(?:(?:@|%40)[0-9]{4}-[0-9]{2}-[0-9]{2})?)',
    'tiles',
    '(current|[0-9]{1,15})',
    '([a-z,]{1,120})',
    '([0-9]{1,2})',
    '([0-9]{1,8})',
    '([0-9]{1,8})(?:\\.mvt|\\.pbf)?$',
  ].join('/'),
)

/** Returns `parseTilePath` with a cache, because many requests share the same few thousand paths. */
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

/** Parses the path of a tile; null: it is none, or has a layer, zoom or position without tiles. */
export function parseTilePath(path: string): TileRequest | null {
  const match = PATH.exec(path)
  if (match === null) return null
  const [, city = '', revision = '', names = '', z = '', x = '', y = ''] = match
  const asked = names.split(',')
  // layers are sorted, so that one set has one cache key
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
