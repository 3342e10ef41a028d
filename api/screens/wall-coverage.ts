import type { CitySnapshot } from '#shared/snapshot/city-snapshot.ts'
import { type WallData, wallMetrics } from '#shared/contract/screens/wall-data.ts'
import { communityTypes } from '#shared/contract/enums.ts'
import { classifyGaps } from '#shared/coverage/gaps/classify-gaps.ts'
import { gapClasses, standardReasons } from '#shared/contract/coverage/coverage-enums.ts'
import type { CoverageGap } from '#shared/coverage/gaps/find-coverage-gaps.ts'
import { groupGrids } from '#shared/coverage/aggregate/group-grids.ts'
import { findMetric } from '#shared/coverage/metrics/metrics.ts'
import { toStandardReasons } from '#shared/coverage/standard-compliance.ts'
import { computeMetricColumns, sumMetricValue } from '#shared/coverage/aggregate/sum-metric.ts'
import type { CoverageTable } from '#shared/coverage/table/coverage-table.ts'
import { findUnitName } from '../snapshot/tables/find-unit-name.ts'
import type { DegreeBox } from '#shared/contract/city/city.ts'

/** Gaps that a wall lists or flies to at most. */
const MAX_GAPS = 60

/**
 * Computes the figures of a wall that come from the coverage table.
 *
 * @param getBox returns the extent of a gap's community or park
 */
export function computeWallCoverage(
  table: CoverageTable,
  city: CitySnapshot,
  gaps: readonly CoverageGap[],
  getBox: (gap: CoverageGap) => DegreeBox | null,
): Pick<WallData, 'streets' | 'standard' | 'coverage'> & {
  gaps: Omit<WallData['gaps'], 'closed'>
} {
  const { grids, communities } = table
  const { units } = city
  const all = Array.from({ length: grids.count }, (_, grid) => grid)
  const urban = all.filter((grid) => communities.urban[grids.community[grid]!] === 1)
  const sums = wallMetrics.map((id) => {
    const metric = findMetric(id)
    if (metric === undefined) return { id, sum: () => null }
    const columns = computeMetricColumns(metric, table)
    return { id, sum: (rows: readonly number[]) => orNull(sumMetricValue(metric, columns, table, rows)) }
  })
  const classes = classifyGaps(table)
  const classSums = (rows: readonly number[]) =>
    gapClasses.map((_, index) => {
      const inside = rows.filter((grid) => classes[grid] === index)
      return {
        grids: inside.length,
        households: inside.reduce((sum, grid) => sum + grids.households[grid]!, 0),
      }
    })
  const street = units.street
  const getStreet = (gap: CoverageGap) => findUnitName(street, units.community.legalParent[gap.community])
  const failings = Array.from(communities.failings)

  return {
    coverage: sums.map(({ id, sum }) => ({
      metric: id,
      scope: urban.length > 0 && findMetric(id)?.plannedScope === 'urban' ? 'urban' : 'city',
      value: sum(all),
      urban: sum(urban),
    })),
    gaps: {
      total: gaps.length,
      classes: classSums(all).map((sum, index) => ({ class: gapClasses[index]!, ...sum })),
      types: communityTypes.map((type, index) => {
        const rows = all.filter((grid) => communities.type[grids.community[grid]!] === index)
        const own = gaps.filter((gap) => (gap.kind === 'park' ? 'park' : gap.type) === type)
        return {
          type,
          gaps: own.length,
          households: own.reduce((sum, { households }) => sum + households, 0),
          classes: classSums(rows).map((sum) => sum.grids),
        }
      }),
      worst: gaps.slice(0, MAX_GAPS).map((gap) => ({
        subject: gap.subject,
        kind: gap.kind,
        name: gap.name,
        nameEn: gap.nameEn,
        street: getStreet(gap),
        type: gap.type,
        reasons: gap.reasons,
        grids: gap.grids.length,
        households: gap.households,
        employees: gap.employees,
        box: getBox(gap),
      })),
    },
    streets: groupGrids(table, 'street').flatMap((rows, row) =>
      rows.length === 0
        ? []
        : [
            {
              id: street.ids[row]!,
              code: street.codes[row]!,
              name: street.names[row]!,
              nameEn: street.namesEn[row] ?? null,
              urban: street.urbanScope[row] === 1,
              households: rows.reduce((sum, grid) => sum + grids.households[grid]!, 0),
              values: {
                'branch-share': null,
                'work-share': null,
                'service-share': null,
                'standard-share': null,
                ...Object.fromEntries(sums.map(({ id, sum }) => [id, sum(rows)])),
              },
            },
          ],
    ),
    standard: {
      communities: failings.length,
      met: failings.filter((bits) => bits === 0).length,
      reasons: standardReasons.map((reason) => ({
        reason,
        communities: failings.filter((bits) => toStandardReasons(bits).includes(reason)).length,
      })),
    },
  }
}

const orNull = (value: number): number | null => (Number.isNaN(value) ? null : value)
