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
 * Level 1 costs as much as the encoding; higher levels cost more than they save. The output fits into one chunk, because
 * each further chunk costs another thread switch or buffer. A window no larger than the tile gives the same bytes and
 * needs less memory to be cleared.
 */
const zipOptions = ({ length }: Uint8Array) => ({
  level: 1,
  windowBits: Math.max(9, Math.min(15, Math.ceil(Math.log2(length)))),
  chunkSize: Math.max(256, length),
})
/** Smaller tiles are compressed on this thread: that takes a millisecond or two, a thread switch often longer. */
const INLINE_BYTES = 65_536
/** Milliseconds of encoding tiles before the event loop gets a turn. */
const TURN_MS = 4

export interface TileService {
  /** Says whether a city has at least this revision in memory, or is not in memory. */
  hasRevision(code: string, atLeast: number): boolean
  /** Returns a cached tile; undefined: it has to be built first. */
  ready(request: TileRequest): CachedTile | undefined
  make(request: TileRequest): Promise<CachedTile>
  cache: TileCache
}

export function createTileService(cities: SnapshotCache, cacheBytes: number): TileService {
  const cache = new TileCache(cacheBytes)
  const making = new Map<string, Promise<CachedTile>>()
  const inTurn = createTimeSlicedQueue({ sliceMs: TURN_MS })
  const known = new WeakMap<TileRequest, { changes: RecentMapChanges; revision: number }>()

  /** Cached per parsed request: the list of changes is searched once for each address. */
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
    hasRevision: (code, atLeast) =>
      atLeast === 0 || (cities.peek(code)?.snapshot.revision ?? atLeast) >= atLeast,
    ready(request) {
      const city = cities.getLoaded(request.city)
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

/** Copies zlib's output, which is a view of a larger buffer that would stay in memory. */
function exactCopy(zipped: Buffer): Uint8Array {
  const copy = Buffer.allocUnsafeSlow(zipped.length)
  copy.set(zipped)
  return copy
}
