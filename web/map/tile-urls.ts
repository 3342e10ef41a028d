import { SOURCE_IDS, type SourceId } from '#shared/layers/city-style.ts'
import { LAYERS } from '#shared/layers/layers.ts'
import type { TileZxy } from '#shared/tiles/encode-tile.ts'
import { type RecentMapChanges, findTileRevision } from '#shared/tiles/tile-revision.ts'

interface AskedTile {
  source: SourceId
  tile: TileZxy
  revision: number
  failed: boolean
}

export interface TileUrls {
  /** The address under which a tile never changes, in place of the one that always shows the newest. */
  rewrite(url: string): string
  failed(source: SourceId, tile: TileZxy): void
  /** Tiles that were asked for in a state that is no longer theirs. */
  outdated(): Map<SourceId, TileZxy[]>
  /** Tiles that could not be had; each is named once. */
  takeFailed(): Map<SourceId, TileZxy[]>
  clear(): void
}

const CURRENT = /\/tiles\/current\/([a-z,]+)\/([0-9]+)\/([0-9]+)\/([0-9]+)$/
/** Addresses remembered: more than a map keeps tiles. */
const MOST_REMEMBERED = 4000

const layersOf = (source: SourceId) =>
  LAYERS.filter((layer) => layer.source === source).map((layer) => layer.id)
const sourceByLayers = new Map(SOURCE_IDS.map((source) => [layersOf(source).join(), source]))

/**
 * Gives every tile the address of its own revision, so that browsers keep it for good, and knows which of the tiles on
 * the map have been overtaken by a change.
 */
export function createTileUrls(changes: () => RecentMapChanges | null): TileUrls {
  const asked = new Map<string, AskedTile>()

  const bySource = (accepts: (each: AskedTile) => boolean) => {
    const found = new Map<SourceId, TileZxy[]>()
    for (const each of asked.values()) {
      if (!accepts(each)) continue
      const tiles = found.get(each.source) ?? []
      tiles.push(each.tile)
      found.set(each.source, tiles)
    }
    return found
  }

  return {
    rewrite(url) {
      const match = CURRENT.exec(url)
      const now = changes()
      const source = sourceByLayers.get(match?.[1] ?? '')
      if (match === null || now === null || source === undefined) return url
      const tile = { z: Number(match[2]), x: Number(match[3]), y: Number(match[4]) }
      const revision = findTileRevision(now, tile, layersOf(source))
      const key = keyOf(source, tile)
      asked.delete(key)
      asked.set(key, { source, tile, revision, failed: false })
      const [oldest] = asked.keys()
      if (asked.size > MOST_REMEMBERED && oldest !== undefined) asked.delete(oldest)
      return url.replace('/tiles/current/', `/tiles/${revision}/`)
    },
    failed(source, tile) {
      const known = asked.get(keyOf(source, tile))
      if (known) known.failed = true
    },
    outdated() {
      const now = changes()
      return now === null
        ? new Map()
        : bySource(
            ({ source, tile, revision, failed }) =>
              !failed && revision !== findTileRevision(now, tile, layersOf(source)),
          )
    },
    takeFailed() {
      const found = bySource(({ failed }) => failed)
      for (const each of asked.values()) each.failed = false
      return found
    },
    clear: () => asked.clear(),
  }
}

const keyOf = (source: SourceId, { z, x, y }: TileZxy) => `${source}/${z}/${x}/${y}`
