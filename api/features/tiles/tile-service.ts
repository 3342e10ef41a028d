import { promisify } from 'node:util'
import { gzip, gzipSync } from 'node:zlib'
import { layerOf } from '#shared/layers/layers.ts'
import { encodeTile } from '#shared/tiles/encode-tile.ts'
import { tileRevision } from '#shared/tiles/tile-revision.ts'
import type { Cities } from '../../snapshot/cities.ts'
import type { CityInMemory } from '../../snapshot/city-in-memory.ts'
import type { TileRequest } from './parse-tile-path.ts'
import { type ReadyTile, TileCache } from './tile-cache.ts'

const zip = promisify(gzip)

/** Level 1 costs as much as the encoding; the levels above cost more than they save. */
const GZIP = { level: 1 }
/** Below this many bytes the work takes a millisecond or two, and a trip to another thread often longer. */
const INLINE_BYTES = 65_536

export interface TileService {
  /** Ready at once, without waiting; undefined when it has to be made first. */
  ready(request: TileRequest): ReadyTile | undefined
  make(request: TileRequest): Promise<ReadyTile>
  cache: TileCache
}

export function tileService(cities: Cities, cacheBytes: number): TileService {
  const cache = new TileCache(cacheBytes)
  const making = new Map<string, Promise<ReadyTile>>()

  const keyOf = ({ city, layers, address: { z, x, y } }: TileRequest, revision: number) =>
    `${city}/${revision}/${layers.join()}/${z}/${x}/${y}`

  const encode = async ({ snapshot }: CityInMemory, { layers, address }: TileRequest, revision: number): Promise<ReadyTile> => {
    const bytes = encodeTile(address, layers.flatMap((id) => {
      const layer = layerOf(id)
      return address.z < layer.minZoom || address.z > layer.maxZoom ? [] : layer.tileLayers(snapshot, address.z)
    }))
    const gzipped = bytes.length === 0 ? bytes : bytes.length < INLINE_BYTES ? gzipSync(bytes, GZIP) : await zip(bytes, GZIP)
    return { revision, gzipped }
  }

  return {
    cache,
    ready(request) {
      const city = cities.peek(request.city)
      if (city === undefined || (request.revision ?? 0) > city.snapshot.revision) return undefined
      return cache.get(keyOf(request, tileRevision(city.changes, request.address, request.layers)))
    },
    async make(request) {
      const city = await cities.get(request.city, request.revision ?? 0)
      const revision = tileRevision(city.changes, request.address, request.layers)
      const key = keyOf(request, revision)
      const known = cache.get(key) ?? (await making.get(key))
      if (known) return known
      const work = encode(city, request, revision).finally(() => making.delete(key))
      making.set(key, work)
      const tile = await work
      cache.set(key, tile)
      return tile
    },
  }
}
