// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { findChangedValues } from '../../web/map/find-changed-values.ts'

const before = { metric: 'branch-share', ids: [1, 2, 3, 4], values: [0, 1, null, 0.5] }

describe('the changed values of a map column', () => {
  it('are the whole column when none was shown before or the metric has changed', () => {
    expect(findChangedValues(undefined, before)).toMatchObject({
      ids: [1, 2, 3, 4],
      values: [0, 1, null, 0.5],
    })
    expect(findChangedValues({ ...before, metric: 'service-share' }, before)).toMatchObject({
      ids: [1, 2, 3, 4],
    })
  })

  it('are only the changed and added values, whatever the order of the list', () => {
    const now = { metric: 'branch-share', ids: [9, 2, 3, 4, 1], values: [1, 1, 0.2, null, 0] }
    expect(findChangedValues(before, now)).toEqual({ ids: [9, 3, 4], values: [1, 0.2, null] })
    expect(findChangedValues(now, now)).toEqual({ ids: [], values: [] })
  })

  it('bring the map to the whole column, whatever was shown before', () => {
    let state = 7
    const draw = (below: number) => (state = (state * 48271) % 0x7fffffff) % below
    const column = () => {
      const ids = Array.from({ length: 40 }, (_, i) => i)
        .filter(() => draw(4) > 0)
        .sort(() => draw(3) - 1)
      return { metric: 'branch-share', ids, values: ids.map(() => [null, 0, 1][draw(3)]!) }
    }
    const map = new Map<number, number | null>()
    let shown: ReturnType<typeof column> | undefined
    for (let round = 0; round < 300; round++) {
      const now = column()
      const { ids, values } = findChangedValues(shown, now)
      ids.forEach((id, i) => map.set(id, values[i]!))
      now.ids.forEach((id, i) => expect(map.get(id)).toBe(now.values[i]))
      shown = now
    }
  })
})
