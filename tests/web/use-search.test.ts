// @vitest-environment node
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope, type EffectScope } from 'vue'
import type { SearchHit } from '#shared/contract/city/features.ts'
import { useSearch } from '../../web/features/explore/search/use-search.ts'

const hit = (name: string): SearchHit => ({
  layer: 'grids',
  id: 1,
  code: name,
  name,
  nameEn: null,
  within: [],
  box: null,
})

/** A search whose answers are given by hand, by the text that was asked. */
function startSearch() {
  const answers = new Map<string, (names: string[]) => Promise<void>>()
  const taken: string[] = []
  const scope: EffectScope = effectScope()
  const search = scope.run(() =>
    useSearch({
      search: (text) =>
        new Promise((resolve) =>
          answers.set(text, async (names) => {
            resolve(names.map(hit))
            await vi.advanceTimersByTimeAsync(0)
          }),
        ),
      take: ({ code }) => void taken.push(code),
    }),
  )
  if (search === undefined) throw new Error('the scope is not active')
  const type = async (text: string, rest = 200) => {
    search.text.value = text
    await vi.advanceTimersByTimeAsync(rest)
  }
  const answer = async (text: string, names: string[]) => {
    const give = answers.get(text)
    if (give === undefined) throw new Error(`${text} was not asked`)
    await give(names)
  }
  return { search, type, answer, taken, asked: () => [...answers.keys()], stop: () => scope.stop() }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('a search as one types', () => {
  it('takes the active hit on Enter', async () => {
    const { search, type, answer, taken } = startSearch()
    await type('hb')
    await answer('hb', ['a', 'b'])
    search.step(1)
    search.enter()
    expect(taken).toEqual(['b'])
  })

  it('takes the first hit of the answer when Enter came before it', async () => {
    const { search, type, answer, taken } = startSearch()
    await type('hb')
    search.enter()
    expect(taken).toEqual([])
    await answer('hb', ['a', 'b'])
    expect(taken).toEqual(['a'])
  })

  it('never takes a hit of an answer to a part of the text', async () => {
    const { search, type, answer, taken } = startSearch()
    await type('d1')
    await type('d1hb', 50) // typed on; the next request is not sent yet
    await answer('d1', ['wrong'])
    search.enter()
    expect(taken).toEqual([])
    await vi.advanceTimersByTimeAsync(100)
    await answer('d1hb', ['right'])
    expect(taken).toEqual(['right'])
  })

  it('asks nothing for an empty text, and nothing after it has gone', async () => {
    const { search, type, asked, stop } = startSearch()
    await type('   ')
    search.enter()
    await type('hb', 50)
    stop()
    await vi.advanceTimersByTimeAsync(500)
    expect(asked()).toEqual([])
  })
})
