import { describe, expect, it } from 'vitest'
import { LruMap } from '../../../api/runtime/lru-map.ts'

describe('LruMap', () => {
  it('drops the least recently used entry beyond the maximum number of entries', () => {
    const map = new LruMap<string, number>(2)
    map.set('a', 1)
    map.set('b', 2)
    map.get('a')
    map.set('c', 3)
    expect([...map.entries()]).toEqual([
      ['a', 1],
      ['c', 3],
    ])
  })

  it('does not count a peek as a use', () => {
    const map = new LruMap<string, number>(2)
    map.set('a', 1)
    map.set('b', 2)
    expect(map.peek('a')).toBe(1)
    map.set('c', 3)
    expect([...map.keys()]).toEqual(['b', 'c'])
  })

  it('bounds the sum of the weights, and drops several entries for a heavy one', () => {
    const map = new LruMap<string, string>(10, (text) => text.length)
    for (const key of ['a', 'b', 'c']) map.set(key, '123')
    expect(map.weight).toBe(9)
    map.set('d', '12345')
    expect([...map.keys()]).toEqual(['c', 'd'])
    expect(map.weight).toBe(8)
  })

  it('does not keep an entry that is heavier than the whole map', () => {
    const map = new LruMap<string, string>(3, (text) => text.length)
    map.set('a', '1')
    map.set('b', '1234')
    expect([map.size, map.weight]).toEqual([0, 0])
  })

  it('replaces the weight of an entry that is set again, and removes that of a deleted one', () => {
    const map = new LruMap<string, string>(10, (text) => text.length)
    map.set('a', '1234')
    map.set('a', '12')
    expect(map.weight).toBe(2)
    expect(map.delete('a')).toBe(true)
    expect(map.delete('a')).toBe(false)
    expect([map.size, map.weight]).toEqual([0, 0])
  })
})
