import { LruMap } from '../../runtime/lru-map.ts'

/** A tile: gzipped bytes (empty for a tile without features) and its revision. */
export interface CachedTile {
  gzipped: Uint8Array
  revision: number
}

/** An entry costs about this many bytes besides its content and key. */
const OVERHEAD_BYTES = 200

/** Holds one tile per address, at one revision; bounded by the bytes it holds. */
export class TileCache {
  readonly #tiles: LruMap<string, CachedTile>

  constructor(limitBytes: number) {
    this.#tiles = new LruMap(limitBytes, ({ gzipped }, key) => gzipped.length + key.length + OVERHEAD_BYTES)
  }

  get bytes(): number {
    return this.#tiles.weight
  }

  get limit(): number {
    return this.#tiles.max
  }

  get size(): number {
    return this.#tiles.size
  }

  /** Returns the tile if it shows exactly that revision. */
  get(key: string, revision: number): CachedTile | undefined {
    const tile = this.#tiles.get(key)
    return tile?.revision === revision ? tile : undefined
  }

  /** Replaces a tile of an older revision; a tile of a newer revision stays. */
  set(key: string, tile: CachedTile): void {
    const before = this.#tiles.peek(key)
    if (before === undefined || before.revision <= tile.revision) this.#tiles.set(key, tile)
  }
}
