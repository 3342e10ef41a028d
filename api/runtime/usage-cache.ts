/** An entry that was read within this time is in use, and no other entry takes its place. */
const IN_USE_MS = 60_000
/** An entry's score halves within this time. */
const HALF_LIFE_MS = 60_000
/** Scores of entries that were dropped are remembered for so many keys. */
const MAX_REMEMBERED = 1000
/** A newcomer replaces an entry in use when its score is more than this many times higher. */
const MARGIN = 2

interface Entry<V> {
  value: V
  usedAt: number
}

interface Score {
  value: number
  at: number
}

/**
 * A map for values that are slow to load. It holds `capacity` entries, and up to twice as many while all of them are read:
 * an entry in use is dropped only for one that is read more often. All other newcomers share one place, so that a long
 * series of single readers cannot push out what many are reading.
 */
export class UsageCache<V> {
  // in the order of arrival; the last one is the newcomer that the next newcomer replaces
  readonly #entries = new Map<string, Entry<V>>()
  readonly #scores = new Map<string, Score>()
  readonly #limit: number

  /**
   * @param capacity entries that stay when nobody reads
   * @param now milliseconds of a clock that is never set back
   */
  constructor(
    readonly capacity: number,
    readonly now: () => number,
  ) {
    this.#limit = capacity * 2
  }

  /** Returns the value and counts one use. */
  get(key: string): V | undefined {
    const entry = this.#entries.get(key)
    if (entry === undefined) return undefined
    entry.usedAt = this.now()
    this.#countUse(key)
    return entry.value
  }

  /** Returns the value and counts no use. */
  peek(key: string): V | undefined {
    return this.#entries.get(key)?.value
  }

  has(key: string): boolean {
    return this.#entries.has(key)
  }

  /** Stores a value. A new key counts one use; a newer value of a known key counts none. */
  set(key: string, value: V): void {
    const known = this.#entries.get(key)
    if (known !== undefined) {
      known.value = value
      return
    }
    this.#countUse(key)
    this.#entries.set(key, { value, usedAt: this.now() })
    this.dropUnused(key)
    if (this.#entries.size > this.#limit) this.#makeRoom(key)
  }

  delete(key: string): boolean {
    return this.#entries.delete(key)
  }

  keys(): IterableIterator<string> {
    return this.#entries.keys()
  }

  /** Drops entries beyond the capacity that are not in use, those first that were not read for the longest time. */
  dropUnused(except?: string): void {
    const surplus = this.#entries.size - this.capacity
    if (surplus <= 0) return
    const before = this.now() - IN_USE_MS
    const unused = [...this.#entries]
      .filter(([key, { usedAt }]) => usedAt < before && key !== except)
      .sort(([, a], [, b]) => a.usedAt - b.usedAt)
    for (const [key] of unused.slice(0, surplus)) this.#entries.delete(key)
  }

  /**
   * Makes room for the newest entry while all others are in use: the last newcomer goes, or the entry with the lowest
   * score when one of the two newcomers is clearly read more often. The margin keeps readers that ask for everything in
   * turn from dropping each entry just before it is needed again.
   */
  #makeRoom(newest: string): void {
    const others = [...this.#entries.keys()].filter((key) => key !== newest)
    const newcomer = others.at(-1)
    const lowest = others
      .map((key) => ({ key, score: this.#scoreOf(key) }))
      .reduce((a, b) => (b.score < a.score ? b : a))
    if (newcomer === undefined) return
    const best = Math.max(this.#scoreOf(newest), this.#scoreOf(newcomer))
    this.#entries.delete(best > MARGIN * lowest.score ? lowest.key : newcomer)
  }

  #countUse(key: string): void {
    const value = this.#scoreOf(key) + 1
    this.#scores.delete(key)
    this.#scores.set(key, { value, at: this.now() })
    if (this.#scores.size <= MAX_REMEMBERED) return
    for (const oldest of this.#scores.keys()) {
      this.#scores.delete(oldest)
      return
    }
  }

  #scoreOf(key: string): number {
    const score = this.#scores.get(key)
    return score === undefined ? 0 : score.value * 2 ** ((score.at - this.now()) / HALF_LIFE_MS)
  }
}
