import { describe, expect, it } from 'vitest'
import { inZones, twoStep, within } from '#shared/coverage/reach/two-step.ts'
import { toCatchments } from '#shared/coverage/reach/ways.ts'

/*
 *   grids    a(100)   b(300)   c(200)   d(50)
 *   metres to site 1:  200      400      900      –
 *   metres to site 2:   –       500      300      –
 */
const catchments = toCatchments([
  [
    { grid: 0, metres: 200 },
    { grid: 1, metres: 400 },
    { grid: 2, metres: 900 },
  ],
  [
    { grid: 2, metres: 300 },
    { grid: 1, metres: 500 },
  ],
])
const people = [100, 300, 200, 50]

describe('two-step floating catchment', () => {
  it('shares each site among its catchment and adds up what a grid can reach', () => {
    // site 1: 800 / (100 + 300) = 2; site 2: 1000 / (300 + 200) = 2
    expect([...twoStep(catchments, [800, 1000], people, within(600))]).toEqual([2, 4, 2, 0])
  })

  it('weighs zones in the enhanced form', () => {
    // site 1: 100 + 0.68·300 + 0.22·200 = 348; site 2: 200 + 0.68·300 = 404
    const access = twoStep(catchments, [348, 404], people, inZones([300, 600, 900]))
    expect(access[0]).toBeCloseTo(1, 12)
    expect(access[1]).toBeCloseTo(0.68 * 2, 12)
    expect(access[2]).toBeCloseTo(0.22 + 1, 12)
    expect(access[3]).toBe(0)
  })

  it('gives everything that there is to those who reach it, and not more', () => {
    const access = twoStep(catchments, [800, 1000], people, within(600))
    expect(access.reduce((sum, each, grid) => sum + each * people[grid], 0)).toBeCloseTo(1800, 9)
  })

  it.each([
    ['nobody lives near', [0, 0, 0, 0], [800, 1000]],
    ['capacity is not known', people, [NaN, NaN]],
    ['there is no room', people, [0, 0]],
  ])('gives nothing, and no NaN, where %s', (_what, living, capacity) => {
    expect([...twoStep(catchments, capacity, living, within(600))]).toEqual([0, 0, 0, 0])
  })

  it('knows a city without any site', () => {
    expect([...twoStep(toCatchments([]), [], people, within(600))]).toEqual([0, 0, 0, 0])
  })
})
