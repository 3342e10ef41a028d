import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { apportionTotal } from '../../../data/generate/math/apportion-total.ts'

const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0)

describe('allocate', () => {
  it('gives whole shares by largest remainder', () => {
    expect(apportionTotal(10, [1, 1, 1])).toEqual([4, 3, 3])
    expect(apportionTotal(7, [5, 3, 2])).toEqual([4, 2, 1])
  })

  it('sets the least share aside before it divides', () => {
    expect(apportionTotal(10, [0, 0, 100], 2)).toEqual([2, 2, 6])
  })

  it('divides equally where nothing weighs anything', () => {
    expect(apportionTotal(5, [0, 0])).toEqual([3, 2])
  })

  it('refuses what cannot be given', () => {
    expect(() => apportionTotal(3, [1, 1], 2)).toThrow('at least 2')
    expect(() => apportionTotal(3, [])).toThrow()
  })

  it('always comes to the total, and no share is a whole unit off its exact one', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 100_000 }),
        fc.array(fc.double({ min: 0.001, max: 1000, noNaN: true }), { minLength: 1, maxLength: 60 }),
        (total, weights) => {
          const shares = apportionTotal(total, weights)
          const whole = sum(weights)
          return (
            sum(shares) === total &&
            shares.every((share, i) => Math.abs(share - (total * weights[i]!) / whole) < 1 + 1e-6)
          )
        },
      ),
    )
  })
})
