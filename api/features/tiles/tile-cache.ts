/** A ready tile: gzipped bytes (empty for a tile with nothing in it) and the revision it shows. */
export interface CachedTile {
  gzipped: Uint8Array
  revision: number
}

interface Entry extends CachedTile {
  /** Asked for since it was last looked at for eviction. */
  used: boolean
}

/**
 * One tile an address, bounded by the bytes it holds. What was not asked for since its last turn goes first (second
 * chance): nearly as good as least recently used, and a hit moves nothing.
 */
export class TileCache {
  readonly #tiles = new Map<string, Entry>()
  readonly #limit: number
  #bytes = 0

  constructor(limitBytes: number) {
    this.#limit = limitBytes
  }

  get bytes(): number {
    return this.#bytes
  }

  get limit(): number {
    return this.#limit
  }

  get size(): number {
    return this.#tiles.size
  }

  /** The tile, if it shows that very revision. */
  get(key: string, revision: number): CachedTile | undefined {
    const tile = this.#tiles.get(key)
    if (tile?.revision !== revision) return undefined
    tile.used = true
    return tile
  }

  /** Takes the place of an older revision; a newer one stays. */
  set(key: string, { gzipped, revision }: CachedTile): void {
    const before = this.#tiles.get(key)
    if (before !== undefined) {
      if (before.revision > revision) return
      this.#bytes -= weight(key, before)
      this.#tiles.delete(key)
    }
    const tile = { gzipped, revision, used: false }
    this.#tiles.set(key, tile)
    this.#bytes += weight(key, tile)
    for (const [oldest, old] of this.#tiles) {
      if (this.#bytes <= this.#limit) break
      this.#tiles.delete(oldest)
      if (old.used) {
        old.used = false
        this.#tiles.set(oldest, old)
      } else {
        this.#bytes -= weight(oldest, old)
      }
    }
  }
}

/** An entry costs about this much beside its bytes. */
const OVERHEAD = 200

const weight = (key: string, tile: CachedTile): number => tile.gzipped.length + key.length + OVERHEAD
