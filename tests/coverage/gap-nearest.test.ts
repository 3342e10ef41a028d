import { describe, expect, it } from 'vitest'
import { findCoverageGaps } from '#shared/coverage/gaps/find-coverage-gaps.ts'
import { aCity } from '../helpers/city/a-city.ts'
import { buildTestTable } from '../helpers/coverage/build-test-table.ts'
import { buildSnapshot } from '../helpers/city/build-snapshot.ts'

describe('the nearest premises of a gap', () => {
  const facts = aCity()
  const table = buildTestTable(facts)
  const { parks } = buildSnapshot(facts)
  // one community: a grid beside the station without a branch, one in reach, two beyond the 600 m
  const metres = Float64Array.from(table.reach.metres).fill(NaN)
  const branch = Uint8Array.from(table.grids.branch).fill(1)
  metres.set([3, 40, 2100, 900])
  branch.set([0])
  const gaps = findCoverageGaps(
    { ...table, reach: { ...table.reach, metres }, grids: { ...table.grids, branch } },
    parks,
  )
  const [community] = table.units.community.codes

  it('are those of the grids that are out of reach, not of the grid next door that lacks a branch', () => {
    const gap = gaps.find(({ subject }) => subject === community)
    expect(gap?.reasons).toContain('out-of-reach')
    expect(gap?.reasons).toContain('no-branch')
    expect(gap?.metres).toBe(900)
    expect(gap?.nearest).toBe(table.reach.nearest[3])
  })

  it('are unknown where no grid has a way to any', () => {
    const others = gaps.filter(({ kind, subject }) => kind === 'community' && subject !== community)
    expect(others.length).toBeGreaterThan(0)
    for (const gap of others) expect(gap).toMatchObject({ nearest: -1, metres: NaN })
  })
})
