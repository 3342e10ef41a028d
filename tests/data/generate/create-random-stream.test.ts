import { describe, expect, it } from 'vitest'
import { createRandomStream } from '../../../data/generate/math/create-random-stream.ts'
import { computeGradientNoisePair } from '../../../data/generate/math/gradient-noise.ts'

describe('createRandom', () => {
  it('draws the numbers it drew when this was written, on whatever machine', () => {
    const random = createRandomStream('demo')
    expect(Array.from({ length: 4 }, () => random.below(1_000_000))).toMatchInlineSnapshot(`
      [
        866551,
        364117,
        728613,
        297346,
      ]
    `)
  })

  it('forks by label, whatever else was drawn', () => {
    const one = createRandomStream('a'),
      other = createRandomStream('a')
    one.unit()
    expect(one.fork('roads').unit()).toBe(other.fork('roads').unit())
    expect(one.fork('roads').unit()).not.toBe(one.fork('names').unit())
  })

  it('shuffles without losing anything, and leaves the list alone', () => {
    const list = Object.freeze([1, 2, 3, 4, 5, 6, 7])
    expect([...createRandomStream('x').shuffle(list)].sort()).toEqual(list)
  })

  it('spreads evenly', () => {
    const random = createRandomStream('even')
    const bins = Array.from({ length: 10 }, () => 0)
    for (let i = 0; i < 10_000; i++) bins[random.below(10)]!++
    for (const bin of bins) expect(Math.abs(bin - 1000)).toBeLessThan(150)
  })
})

describe('gradientNoise2', () => {
  it('is smooth, bounded, and two noises', () => {
    const out = new Float64Array(2)
    let largest = 0,
      jump = 0,
      alike = 0
    let before: [number, number] | undefined
    for (let i = 0; i < 4000; i++) {
      computeGradientNoisePair(7, i * 0.013, i * 0.0071, out)
      largest = Math.max(largest, Math.abs(out[0]!), Math.abs(out[1]!))
      if (before) jump = Math.max(jump, Math.abs(out[0]! - before[0]), Math.abs(out[1]! - before[1]))
      if (Math.abs(out[0]! - out[1]!) < 1e-3) alike++
      before = [out[0]!, out[1]!]
    }
    expect(largest).toBeGreaterThan(0.5)
    expect(largest).toBeLessThan(1.3)
    expect(jump).toBeLessThan(0.06)
    expect(alike).toBeLessThan(100)
  })
})
