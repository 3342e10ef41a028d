import { promisify } from 'node:util'
import { gzip, gzipSync } from 'node:zlib'
import { getMapLayer } from '#shared/layers/layers.ts'
import { encodeTile } from '#shared/tiles/encode-tile.ts'
import { type RecentMapChanges, findTileRevision } from '#shared/tiles/tile-revision.ts'
import type { SnapshotCache } from '../../snapshot/snapshot-cache.ts'
import type { LoadedCity } from '../../snapshot/loaded-city.ts'
import { createTimeSlicedQueue } from '../../runtime/time-sliced-queue.ts'
import type { TileRequest } from './parse-tile-path.ts'
import { type CachedTile, TileCache } from './tile-cache.ts'

const zip = promisify(gzip)

/**
 * Level 1 costs as much as the encoding; the levels above cost more than they save. The answer fits into one chunk:
 * each further one is another trip to the thread, or another buffer. A window no wider than the tile gives the same
 * bytes, and has less to be cleared first.
 */
const zipOptions = ({ length }: Uint8Array) => ({
  level: 1,
  windowBits: Math.max(9, Math.min(15, Math.ceil(Math.log2(length)))),
  chunkSize: Math.max(256, length),
})
/** Below this many bytes the work takes a millisecond or two, and a trip to another thread often longer. */
const INLINE_BYTES = 65_536
/** Milliseconds of making tiles after which others get their turn. */
const TURN_MS = 4

export interface TileService {
  /** Ready at once, without waiting; undefined when it has to be made first. */
  ready(request: TileRequest): CachedTile | undefined
  make(request: TileRequest): Promise<CachedTile>
  cache: TileCache
}

export function createTileService(cities: SnapshotCache, cacheBytes: number): TileService {
  const cache = new TileCache(cacheBytes)
  const making = new Map<string, Promise<CachedTile>>()
  const inTurn = createTimeSlicedQueue(TURN_MS)
  const known = new WeakMap<TileRequest, { changes: RecentMapChanges; revision: number }>()

  /** Remembered with the request, which stands for its address: a long list of changes is gone through once for each. */
  const revisionOf = (request: TileRequest, { changes }: LoadedCity): number => {
    const before = known.get(request)
    if (before?.changes === changes) return before.revision
    const revision = findTileRevision(changes, request.address, request.layers)
    known.set(request, { changes, revision })
    return revision
  }

  const encode = async (
    { snapshot }: LoadedCity,
    { layers, address }: TileRequest,
    revision: number,
  ): Promise<CachedTile> => {
    const { bytes, zipped } = await inTurn(() => {
      const bytes = encodeTile(
        address,
        layers.flatMap((id) => {
          const layer = getMapLayer(id)
          return address.z < layer.minZoom || address.z > layer.maxZoom
            ? []
            : layer.tileLayers(snapshot, address.z)
        }),
      )
      return {
        bytes,
        zipped: bytes.length > 0 && bytes.length < INLINE_BYTES ? gzipSync(bytes, zipOptions(bytes)) : null,
      }
    })
    if (bytes.length === 0) return { revision, gzipped: bytes }
    return { revision, gzipped: exactCopy(zipped ?? (await zip(bytes, zipOptions(bytes)))) }
  }

  return {
    cache,
    ready(request) {
      const city = cities.peek(request.city)
      if (city === undefined || (request.revision ?? 0) > city.snapshot.revision) return undefined
      return cache.get(request.key, revisionOf(request, city))
    },
    async make(request) {
      const city = await cities.get(request.city, request.revision ?? 0)
      const revision = revisionOf(request, city)
      const job = `${request.key}@${revision}`
      const known = cache.get(request.key, revision) ?? (await making.get(job))
      if (known) return known
      const work = encode(city, request, revision).finally(() => making.delete(job))
      making.set(job, work)
      const tile = await work
      cache.set(request.key, tile)
      return tile
    },
  }
}

/** What zlib answers is part of a larger buffer, which would be kept whole. */
function exactCopy(zipped: Buffer): Uint8Array {
  const copy = Buffer.allocUnsafeSlow(zipped.length)
  copy.set(zipped)
  return copy
}
