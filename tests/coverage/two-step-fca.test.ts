import { describe, expect, it } from 'vitest'
import { computeTwoStepFca } from '#shared/coverage/reach/two-step-fca.ts'
import { toCatchments } from '#shared/coverage/reach/distance-matrix.ts'
import { int32At } from '#shared/geometry/at.ts'

/*
 *   points   a(100)   b(300)   c(200)   d(50)
 *   metres to site 1:  200      400      900      –
 *   metres to site 2:   –       500      300      –
 */
const catchments = toCatchments([
  [
    { point: 0, metres: 200 },
    { point: 1, metres: 400 },
    { point: 2, metres: 900 },
  ],
  [
    { point: 2, metres: 300 },
    { point: 1, metres: 500 },
  ],
])
const people = Int32Array.of(100, 300, 200, 50)
const upTo600 = Uint8Array.from(catchments.metres, (metres) => Number(metres <= 600))
const whole = Float64Array.of(0, 1)

describe('two-step floating catchment area', () => {
  it('divides each site’s capacity by the demand in its catchment and sums over the sites in reach of a point', () => {
    // site 1: 800 / (100 + 300) = 2; site 2: 1000 / (300 + 200) = 2
    expect([...computeTwoStepFca(catchments, Float64Array.of(800, 1000), people, upTo600, whole)]).toEqual([
      2, 4, 2, 0,
    ])
  })

  it('weights zones in the enhanced form (E2SFCA)', () => {
    // site 1: 100 + 0.68·300 + 0.22·200 = 348; site 2: 200 + 0.68·300 = 404
    const access = computeTwoStepFca(
      catchments,
      Float64Array.of(348, 404),
      people,
      Uint8Array.from(catchments.metres, (metres) => Math.ceil(metres / 300) - 1),
      Float64Array.of(1, 0.68, 0.22),
    )
    expect(access[0]).toBeCloseTo(1, 12)
    expect(access[1]).toBeCloseTo(0.68 * 2, 12)
    expect(access[2]).toBeCloseTo(0.22 + 1, 12)
    expect(access[3]).toBe(0)
  })

  it('distributes exactly the total capacity', () => {
    const access = computeTwoStepFca(catchments, Float64Array.of(800, 1000), people, upTo600, whole)
    expect(access.reduce((sum, each, point) => sum + each * int32At(people, point), 0)).toBeCloseTo(1800, 9)
  })

  it.each([
    ['nobody lives near', [0, 0, 0, 0], [800, 1000]],
    ['capacity is not known', people, [NaN, NaN]],
    ['there is no room', people, [0, 0]],
  ])('returns zero, and no NaN, where %s', (_what, living, capacity) => {
    expect([
      ...computeTwoStepFca(catchments, Float64Array.from(capacity), Int32Array.from(living), upTo600, whole),
    ]).toEqual([0, 0, 0, 0])
  })

  it('handles a city without sites', () => {
    expect([...computeTwoStepFca(toCatchments([]), new Float64Array(), people, upTo600, whole)]).toEqual([
      0, 0, 0, 0,
    ])
  })
})
