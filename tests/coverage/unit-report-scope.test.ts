import { describe, expect, it } from 'vitest'
import { itemAt, numberAt } from '#shared/geometry/at.ts'
import { buildUnitReport } from '../../api/coverage/build-unit-report.ts'
import { aCity } from '../helpers/city/a-city.ts'
import { buildSnapshot } from '../helpers/city/build-snapshot.ts'
import { buildTestTable } from '../helpers/coverage/build-test-table.ts'

/** Communities from the fifth on are country; some street has communities of both. */
const facts = aCity({ columns: 5, rows: 8 })
const communities = facts.units.filter(({ level }) => level === 'community').map(({ code }) => code)
const rural = communities.slice(5)
const mixed = {
  ...facts,
  units: facts.units.map((unit) =>
    rural.includes(unit.code) ? { ...unit, urbanRuralClass: '220' as const, urbanScope: false } : unit,
  ),
}

function reportOn(city: typeof facts, unit: string, metric: string) {
  const table = buildTestTable(city, {})
  const report = buildUnitReport(buildSnapshot(city), table, unit)
  const found = report?.figures.find((each) => each.metric === metric)
  if (!found) throw new Error(`${unit} has no ${metric}`)
  return { ...found, table }
}

/** The share of households within the limit of their class, by hand. */
function shareOf({ table }: ReturnType<typeof reportOn>, isOf: (community: string) => boolean): number {
  let [served, all] = [0, 0]
  facts.grids.forEach(({ communityCode, households }, grid) => {
    if (!isOf(communityCode)) return
    const { speed, minutes, ruralSpeed, ruralMinutes } = table.options
    const limit = rural.includes(communityCode) ? ruralSpeed * ruralMinutes : speed * minutes
    all += households
    if (numberAt(table.reach.metres, grid) <= limit) served += households
  })
  return served / all
}

describe('the report of a unit compares service reach', () => {
  it('of a community in town with the town, and of one in the country with the country', () => {
    const inTown = reportOn(mixed, itemAt(communities, 0), 'service-share')
    expect(inTown.scope).toBe('urban')
    expect(inTown.compared.value).toBeCloseTo(
      shareOf(inTown, (code) => !rural.includes(code)),
      9,
    )
    const outside = reportOn(mixed, itemAt(rural, 0), 'service-share')
    expect(outside.scope).toBe('rural')
    expect(outside.compared.value).toBeCloseTo(
      shareOf(outside, (code) => rural.includes(code)),
      9,
    )
  })

  it('of a street with communities of both with the one where most of its households live', () => {
    const street = facts.units.find(
      ({ level, code }) =>
        level === 'street' &&
        new Set(communities.filter((each) => each.startsWith(code)).map((each) => rural.includes(each)))
          .size === 2,
    )
    const inStreet = ({ communityCode }: { communityCode: string }) =>
      communityCode.startsWith(street?.code ?? '-')
    for (const most of ['urban', 'rural']) {
      // the grids of one kind have ten times the households of the other
      const grids = mixed.grids.map((grid) => ({
        ...grid,
        households: inStreet(grid) && rural.includes(grid.communityCode) === (most === 'rural') ? 1000 : 100,
      }))
      expect(reportOn({ ...mixed, grids }, street?.code ?? '', 'service-share').scope).toBe(most)
    }
  })

  it('in a city without a scope with the whole city', () => {
    const without = { ...facts, units: facts.units.map((unit) => ({ ...unit, urbanScope: false })) }
    expect(reportOn(without, itemAt(communities, 0), 'service-share').scope).toBe('city')
  })

  it('and organisation, which was planned for all, with the whole city', () => {
    expect(reportOn(mixed, itemAt(communities, 0), 'branch-share').scope).toBe('city')
  })
})
