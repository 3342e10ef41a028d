import { beforeEach, describe, expect, it } from 'vitest'
import { UsageCache } from '../../../api/runtime/usage-cache.ts'

const MINUTE = 60_000

let clock = 0
/** Counts the loads that a reader of `keys`, one after the other and one a second, causes. */
function countLoads(cache: UsageCache<number>, keys: readonly string[], rounds: number): number {
  let loads = 0
  for (let round = 0; round < rounds; round++) {
    for (const key of keys) {
      clock += 1000
      if (cache.get(key) !== undefined) continue
      loads++
      cache.set(key, 1)
    }
  }
  return loads
}
const createCache = (capacity: number) => new UsageCache<number>(capacity, () => clock)
beforeEach(() => {
  clock = 0
})

describe('UsageCache', () => {
  it('loads three entries once each when they are read in turn and there is room for two', () => {
    expect(countLoads(createCache(2), ['a', 'b', 'c'], 100)).toBe(3)
  })

  it('loads only the surplus again when more entries are read in turn than fit', () => {
    const cache = createCache(2)
    // three of six stay; the other three share one place
    expect(countLoads(cache, ['a', 'b', 'c', 'd', 'e', 'f'], 100)).toBe(3 + 100 * 3)
    expect([...cache.keys()]).toEqual(['a', 'b', 'c', 'f'])
  })

  it('keeps what is read while a hundred others are read once each', () => {
    const cache = createCache(2)
    countLoads(cache, ['a', 'b', 'c'], 3)
    for (let other = 0; other < 100; other++) {
      countLoads(cache, [`other${other}`], 1)
      expect(countLoads(cache, ['a', 'b', 'c'], 1)).toBe(0)
    }
    expect([...cache.keys()]).toHaveLength(4)
  })

  it('gives the place of an entry that is read rarely to a newcomer that is read often', () => {
    const cache = createCache(2)
    countLoads(cache, ['a', 'b', 'seldom', 'guest'], 1)
    countLoads(cache, ['a', 'b'], 10)
    countLoads(cache, ['new'], 10)
    expect(cache.has('guest')).toBe(false)
    countLoads(cache, ['other', 'another'], 1)
    expect([...cache.keys()]).toEqual(['a', 'b', 'new', 'another'])
  })

  it('holds its capacity again a minute after the readers have gone', () => {
    const cache = createCache(2)
    countLoads(cache, ['a', 'b', 'c', 'd'], 2)
    cache.dropUnused()
    expect([...cache.keys()]).toEqual(['a', 'b', 'c', 'd'])
    clock += MINUTE
    cache.get('a')
    clock += 1000
    cache.dropUnused()
    expect([...cache.keys()]).toEqual(['a', 'd'])
  })

  it('drops the entry that nobody reads before one that is read', () => {
    const cache = createCache(2)
    countLoads(cache, ['a', 'b'], 1)
    clock += MINUTE + 1000
    cache.get('a')
    cache.set('c', 1)
    expect([...cache.keys()]).toEqual(['a', 'c'])
  })

  it('does not count a newer value or a look without reading as a use', () => {
    const cache = createCache(1)
    countLoads(cache, ['a'], 1)
    clock += MINUTE + 1000
    cache.set('a', 2)
    expect(cache.peek('a')).toBe(2)
    countLoads(cache, ['b'], 1)
    expect([...cache.keys()]).toEqual(['b'])
  })
})
