/**
 * A map that drops its least recently used entries once it holds more than `max`: entries, or with `weigh`
 * the sum of their weights (for instance bytes).
 */
export class LruMap<K, V> {
  // a Map keeps insertion order, so the first key is the least recently used one
  readonly #entries = new Map<K, { value: V; weight: number }>()
  readonly #weigh: (value: V, key: K) => number
  #weight = 0

  constructor(
    readonly max: number,
    weigh: (value: V, key: K) => number = () => 1,
  ) {
    this.#weigh = weigh
  }

  get size(): number {
    return this.#entries.size
  }

  /** The sum of the weights; without `weigh` the number of entries. */
  get weight(): number {
    return this.#weight
  }

  /** Returns the value and marks it as the most recently used one. */
  get(key: K): V | undefined {
    const entry = this.#entries.get(key)
    if (entry === undefined) return undefined
    this.#entries.delete(key)
    this.#entries.set(key, entry)
    return entry.value
  }

  /** Returns the value and leaves the order as it is. */
  peek(key: K): V | undefined {
    return this.#entries.get(key)?.value
  }

  has(key: K): boolean {
    return this.#entries.has(key)
  }

  /** Stores the value as the most recently used one; set it again when its weight has changed. */
  set(key: K, value: V): void {
    this.delete(key)
    const weight = this.#weigh(value, key)
    this.#entries.set(key, { value, weight })
    this.#weight += weight
    for (const oldest of this.#entries.keys()) {
      if (this.#weight <= this.max) return
      this.delete(oldest)
    }
  }

  delete(key: K): boolean {
    this.#weight -= this.#entries.get(key)?.weight ?? 0
    return this.#entries.delete(key)
  }

  /** Keys, the least recently used one first. */
  keys(): IterableIterator<K> {
    return this.#entries.keys()
  }

  /** Keys and values, the least recently used one first. */
  *entries(): Generator<[K, V]> {
    for (const [key, { value }] of this.#entries) yield [key, value]
  }
}
