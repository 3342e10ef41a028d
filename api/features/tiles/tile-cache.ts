/** A ready tile: gzipped bytes (empty for a tile with nothing in it) and the revision it shows. */
export interface ReadyTile {
  gzipped: Uint8Array
  revision: number
}

/** Least recently used, bounded by the bytes it holds. */
export class TileCache {
  readonly #tiles = new Map<string, ReadyTile>()
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

  get(key: string): ReadyTile | undefined {
    const tile = this.#tiles.get(key)
    if (tile === undefined) return undefined
    this.#tiles.delete(key)
    this.#tiles.set(key, tile)
    return tile
  }

  set(key: string, tile: ReadyTile): void {
    const before = this.#tiles.get(key)
    if (before) this.#bytes -= weight(key, before)
    this.#tiles.delete(key)
    this.#tiles.set(key, tile)
    this.#bytes += weight(key, tile)
    for (const [oldest, old] of this.#tiles) {
      if (this.#bytes <= this.#limit) break
      this.#tiles.delete(oldest)
      this.#bytes -= weight(oldest, old)
    }
  }
}

/** An entry costs about this much beside its bytes. */
const OVERHEAD = 200

const weight = (key: string, tile: ReadyTile): number => tile.gzipped.length + key.length + OVERHEAD
