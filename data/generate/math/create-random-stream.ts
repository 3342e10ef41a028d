/**
 * A stream of random numbers that is the same on every machine: 32-bit integer arithmetic only (sfc32 by Chris
 * Doty-Humphrey, seeded through a 32-bit string hash). Streams are forked by label, so that drawing one number more
 * in one place moves nothing elsewhere.
 */
export interface RandomStream {
  /** Uniform in [0, 1). */
  unit(): number
  /** Uniform in [low, high). */
  between(low: number, high: number): number
  /** Whole number in [0, count). */
  below(count: number): number
  chance(probability: number): boolean
  pick<T>(items: readonly T[]): T
  /** A shuffled copy. */
  shuffle<T>(items: readonly T[]): T[]
  /** Roughly bell-shaped, mean 0, deviation 1, within ±3.5. */
  bell(): number
  /** An independent stream that depends on the seed and the label only. */
  fork(label: string | number): RandomStream
}

export function createRandomStream(seed: string): RandomStream {
  const hash = hasher(seed)
  let a = hash(),
    b = hash(),
    c = hash(),
    counter = 1

  const next = () => {
    const sum = (a + b + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + sum) | 0
    return sum >>> 0
  }
  for (let i = 0; i < 12; i++) next()

  const unit = () => next() / 4294967296
  const below = (count: number) => Math.floor(unit() * count)
  return {
    unit,
    below,
    between: (low, high) => low + (high - low) * unit(),
    chance: (probability) => unit() < probability,
    pick: (items) => {
      const item = items[below(items.length)]
      if (item === undefined) throw new Error('cannot pick from an empty list')
      return item
    },
    shuffle: (items) => {
      const copy = [...items]
      for (let i = copy.length - 1; i > 0; i--) {
        const j = below(i + 1)
        const held = copy[i]!
        copy[i] = copy[j]!
        copy[j] = held
      }
      return copy
    },
    // 12 uniforms would be the textbook bell; 4 are close enough for villages
    bell: () => (unit() + unit() + unit() + unit() - 2) * 1.7320508,
    fork: (label) => createRandomStream(`${seed}/${label}`),
  }
}

/** Four well-mixed 32-bit words out of a string, one per call. */
function hasher(text: string): () => number {
  let state = 1779033703 ^ text.length
  for (let i = 0; i < text.length; i++) {
    state = Math.imul(state ^ text.charCodeAt(i), 3432918353)
    state = (state << 13) | (state >>> 19)
  }
  return () => {
    state = Math.imul(state ^ (state >>> 16), 2246822507)
    state = Math.imul(state ^ (state >>> 13), 3266489909)
    state ^= state >>> 16
    return state
  }
}
