import { describe, expect, it } from 'vitest'
import { generateCity } from '../../../data/generate/generate-city.ts'
import { createSyntheticPlan } from '../../../data/generate/synthetic/create-synthetic-plan.ts'
import { createVertexIndex } from './checks/directed-edges.ts'
import { inspectBorders, inspectBridges, emptyBorderReport } from './checks/inspect-borders.ts'
import { emptyBuildingReport, inspectBuildings } from './checks/inspect-buildings.ts'
import { computeConnectedShare } from './checks/connected-share.ts'

const cases = [
  { grids: 200, seed: 'a' },
  { grids: 200, seed: 'b' },
  { grids: 200, seed: 'c' },
  { grids: 200, seed: 'd' },
  { grids: 1000, seed: 'a' },
  { grids: 1000, seed: 'e' },
  { grids: 1000, seed: 'f' },
  { grids: 5000, seed: 'c' },
]

describe.each(cases)('a made-up city of $grids grids, seed $seed', ({ grids, seed }) => {
  const plan = createSyntheticPlan({ code: '990100', grids, seed })
  const city = generateCity(plan, seed)

  it("comes to its plan's totals exactly", () => {
    const sum = (of: (grid: (typeof city.grids)[number]) => number) =>
      city.grids.reduce((total, grid) => total + of(grid), 0)
    const scope = new Set(
      city.units
        .filter(({ level, urbanScope }) => level === 'community' && urbanScope)
        .map(({ code }) => code),
    )
    expect(city.grids).toHaveLength(grids)
    expect(city.units.filter(({ level }) => level === 'community')).toHaveLength(plan.totals.communities)
    expect(scope.size).toBe(plan.totals.urbanCommunities)
    expect(sum((grid) => grid.households)).toBe(plan.totals.households)
    expect(sum((grid) => grid.residents)).toBe(plan.totals.residents)
    expect(sum((grid) => (scope.has(grid.communityCode) ? grid.residents : 0))).toBe(
      plan.totals.urbanResidents,
    )
    expect(sum((grid) => grid.fullTimeWorkers + grid.partTimeWorkers)).toBe(plan.totals.workers)
    expect(sum((grid) => grid.householdHubs)).toBe(plan.totals.hubs)
    expect(city.premises.filter(({ kind }) => kind === 'station')).toHaveLength(plan.totals.stations)
    expect(city.projects.reduce((total, { costYuan }) => total + costYuan, 0)).toBe(plan.totals.projectYuan)
  })

  it('has sound borders', () => {
    expect(inspectBorders(city)).toEqual(emptyBorderReport)
  }, 60_000)

  it('has buildings that lie where they should and add up to every grid', () => {
    expect(city.buildings.length).toBeGreaterThan(7 * grids)
    expect(inspectBuildings(city)).toEqual(emptyBuildingReport)
  }, 60_000)

  it('has roads that hang together, and water that only bridges cross', () => {
    expect(computeConnectedShare(city.roads, createVertexIndex())).toBeGreaterThan(0.99)
    expect(inspectBridges(city)).toEqual({ wetRoads: 0, dryBridges: 0 })
  })
})

describe('syntheticPlan', () => {
  it('is the same for the same three words, and another for another seed or code', () => {
    const plan = (code: string, seed: string) =>
      JSON.stringify(createSyntheticPlan({ code, grids: 500, seed }))
    expect(plan('990100', 'a')).toBe(plan('990100', 'a'))
    expect(plan('990100', 'a')).not.toBe(plan('990100', 'b'))
    expect(JSON.parse(plan('990100', 'a')).districts[0].seat).not.toEqual(
      JSON.parse(plan('990200', 'a')).districts[0].seat,
    )
  })

  it('refuses codes and sizes that no city has', () => {
    expect(() => createSyntheticPlan({ code: '99', grids: 500, seed: 'a' })).toThrow('six digits')
    expect(() => createSyntheticPlan({ code: '990100', grids: 5, seed: 'a' })).toThrow('at least 100')
  })
})
