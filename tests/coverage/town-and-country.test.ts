import { describe, expect, it } from 'vitest'
import { CitySettings } from '#shared/contract/city/city-settings.ts'
import { findBlankSpots } from '#shared/coverage/gaps/find-blank-spots.ts'
import { createGridFinder, locatePoints } from '#shared/coverage/gaps/grid-finder.ts'
import { computeDistanceM } from '#shared/geometry/measure.ts'
import { getRepresentativePoints } from '#shared/geometry/shapes/representative-points.ts'
import { toCoverageColumns, toCoverageTable } from '#shared/coverage/table/coverage-columns.ts'
import { aCity } from '../helpers/city/a-city.ts'
import { buildSnapshot } from '../helpers/city/build-snapshot.ts'
import { buildTestTable, getMetric, listRows, sumTestMetric } from '../helpers/coverage/build-test-table.ts'
import { computeMetricColumns } from '#shared/coverage/aggregate/sum-metric.ts'

/** The upper half of the city is country: class 220, outside the urban scope. One community there has a room of its own. */
const facts = aCity()
const rural = facts.units
  .filter(({ level }) => level === 'community')
  .slice(4)
  .map(({ code }) => code)
const room = {
  ...facts.premises[0]!,
  kind: 'community' as const,
  code: 'R-1',
  communityCode: rural[1]!,
  geometry: facts.grids.find(({ communityCode }) => communityCode === rural[1])!.geometry[0]![0]![0]!,
}
const mixed = {
  ...facts,
  units: facts.units.map((unit) =>
    rural.includes(unit.code) ? { ...unit, urbanRuralClass: '220' as const, urbanScope: false } : unit,
  ),
  premises: [...facts.premises, room],
}
const isRural = (grid: number) => rural.includes(facts.grids[grid]!.communityCode)

describe('town and country', () => {
  it('reach their own premises, each at its own speed and within its own limit', () => {
    const table = buildTestTable(mixed, { speed: 60, minutes: 10, ruralSpeed: 250, ruralMinutes: 8 })
    const points = getRepresentativePoints(buildSnapshot(mixed).grids.mesh.polygons)
    const minutes = computeMetricColumns(getMetric('service-minutes'), table).values
    const reached = computeMetricColumns(getMetric('service-share'), table).values
    for (const grid of listRows(table)) {
      const ways = mixed.premises
        .filter(({ kind }) => isRural(grid) || kind !== 'community')
        .map(
          ({ geometry }) =>
            1.3 * computeDistanceM([points[2 * grid]!, points[2 * grid + 1]!], [geometry[0], geometry[1]]),
        )
      const metres = Math.round(Math.min(...ways) * 10) / 10
      expect(table.reach.metres[grid]).toBe(metres)
      expect(minutes[grid]).toBeCloseTo(metres / (isRural(grid) ? 250 : 60), 9)
      expect(reached[grid]).toBe(Number(metres <= (isRural(grid) ? 2000 : 600)))
    }
    expect(listRows(table).some((grid) => reached[grid] === 1 && isRural(grid))).toBe(true)
    // the page computes the same from what it is sent
    const sent = toCoverageTable(JSON.parse(JSON.stringify(toCoverageColumns(table))))
    for (const id of ['service-share', 'gap-class', 'overloaded-share', 'reach-class', 'place-load'])
      expect(sumTestMetric(id, sent)).toEqual(sumTestMetric(id, table))
  })

  it('are equal where the settings are', () => {
    const equal = { ruralSpeed: 60, ruralMinutes: 10, ruralServing: 'services' } as const
    expect(buildTestTable(mixed, equal).reach.metres).toEqual(
      buildTestTable({ ...mixed, premises: facts.premises }, equal).reach.metres,
    )
  })

  it('have size rules of their own: a village is no grid that has too few households', async () => {
    const few = { ...mixed, grids: mixed.grids.map((grid) => ({ ...grid, households: 60 })) }
    const findTooFew = async (settings?: CitySettings) => {
      const city = buildSnapshot(few, settings)
      const findGrid = createGridFinder(city.grids.mesh.polygons)
      return (await findBlankSpots(city, async (points) => locatePoints(points, findGrid))).tooFew
    }
    expect(await findTooFew()).toEqual(facts.grids.flatMap((_, grid) => (isRural(grid) ? [] : [grid])))
    const strict = CitySettings.parse({ ruralRules: { comprehensive: { minHouseholds: 61 } } })
    expect(await findTooFew(strict)).toHaveLength(facts.grids.length)
  })

  it('follow the class alone in a city that states no urban scope', () => {
    const units = mixed.units.map((unit) => ({ ...unit, urbanScope: false }))
    const { communities } = buildTestTable({ ...mixed, units })
    expect(Array.from(communities.rural)).toEqual(Array.from(buildTestTable(mixed).communities.rural))
  })
})
