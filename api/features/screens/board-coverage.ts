import type { CitySnapshot } from '#shared/city/city-snapshot.ts'
import { type Board, boardMetrics } from '#shared/contract/screens.ts'
import { communityTypes } from '#shared/contract/words.ts'
import { classifyGaps, gapClasses } from '#shared/coverage/gap-class.ts'
import type { Gap } from '#shared/coverage/gaps/find-gaps.ts'
import { groupGrids } from '#shared/coverage/group-grids.ts'
import { metricOf } from '#shared/coverage/metrics.ts'
import { reasonsOf, standardReasons } from '#shared/coverage/standard.ts'
import { metricColumns, metricValue } from '#shared/coverage/sum-metric.ts'
import type { CoverageTable } from '#shared/coverage/table/coverage-table.ts'
import { gapsOf } from '../../snapshot/gaps-of.ts'
import { unitNamed } from '../../snapshot/unit-named.ts'
import type { DegreeBox } from '#shared/contract/city.ts'

/** Gaps a wall can fly to or list. */
const MOST_GAPS = 60

/** The parts of a wall's numbers that come from the table of coverage. `boxOf`: extent of a community or park by its code. */
export function boardCoverage(
  table: CoverageTable,
  city: CitySnapshot,
  boxOf: (gap: Gap) => DegreeBox | null,
): Pick<Board, 'streets' | 'standard'> & {
  coverage: Omit<Board['coverage'][number], 'trend'>[]
  gaps: Omit<Board['gaps'], 'closed'>
} {
  const { grids, communities } = table
  const { units } = city
  const all = Array.from({ length: grids.count }, (_, grid) => grid)
  const urban = all.filter((grid) => communities.urban[grids.community[grid]!] === 1)
  const sums = boardMetrics.map((id) => {
    const metric = metricOf(id)
    if (metric === undefined) return { id, of: () => null }
    const columns = metricColumns(metric, table)
    return { id, of: (rows: readonly number[]) => orNull(metricValue(metric, columns, table, rows)) }
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
  const gaps = gapsOf(city)
  const street = units.street
  const streetOf = (gap: Gap) => unitNamed(street, units.community.legalParent[gap.community])
  const failings = Array.from(communities.failings)

  return {
    coverage: sums.map(({ id, of }) => ({ metric: id, value: of(all), urban: of(urban) })),
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
      worst: gaps.slice(0, MOST_GAPS).map((gap) => ({
        subject: gap.subject,
        kind: gap.kind,
        name: gap.name,
        nameEn: gap.nameEn,
        street: streetOf(gap),
        type: gap.type,
        reasons: gap.reasons,
        grids: gap.grids.length,
        households: gap.households,
        employees: gap.employees,
        box: boxOf(gap),
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
                ...Object.fromEntries(sums.map(({ id, of }) => [id, of(rows)])),
              },
            },
          ],
    ),
    standard: {
      communities: failings.length,
      met: failings.filter((bits) => bits === 0).length,
      reasons: standardReasons.map((reason) => ({
        reason,
        communities: failings.filter((bits) => reasonsOf(bits).includes(reason)).length,
      })),
    },
  }
}

const orNull = (value: number): number | null => (Number.isNaN(value) ? null : value)
