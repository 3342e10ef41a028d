import type { CoverageQuery } from '#shared/contract/coverage/coverage-options.ts'
import { CitySettings } from '#shared/contract/city/city-settings.ts'
import { resolveCoverageOptions } from '#shared/coverage/coverage-options.ts'
import { findMetric } from '#shared/coverage/metrics/metrics.ts'
import { measureReach, toReachInput } from '#shared/coverage/reach/measure-reach.ts'
import { createEuclideanDistances } from '#shared/coverage/reach/euclidean-distances.ts'
import { computeMetricColumns, sumMetric } from '#shared/coverage/aggregate/sum-metric.ts'
import { buildCoverageTable } from '#shared/coverage/table/build-coverage-table.ts'
import type { CityDataset } from '../../../data/city-dataset.ts'
import { buildSnapshot } from '../city/build-snapshot.ts'

/** Returns the coverage table of a city with euclidean distances. */
export function buildTestTable(
  facts: CityDataset,
  query: CoverageQuery = {},
  settings: CitySettings = CitySettings.parse({}),
) {
  const city = buildSnapshot(facts, settings)
  const options = resolveCoverageOptions(city.settings, query)
  return buildCoverageTable(city, options, () => {
    const input = toReachInput(city, options)
    return measureReach(input, createEuclideanDistances(input.points, input.sites, options.detour), options)
  })
}

/** @throws Error if there is no metric with this id. */
export const getMetric = (id: string) => {
  const found = findMetric(id)
  if (found === undefined) throw new Error(`no metric ${id}`)
  return found
}

/** Returns the row numbers of all grids. */
export const listRows = (table: ReturnType<typeof buildTestTable>) =>
  Array.from({ length: table.grids.count }, (_, grid) => grid)

/** Returns the sum of a metric over rows of a table, all of them by default. */
export const sumTestMetric = (
  id: string,
  table: ReturnType<typeof buildTestTable>,
  rows = listRows(table),
  weight?: Parameters<typeof sumMetric>[4],
) => sumMetric(getMetric(id), computeMetricColumns(getMetric(id), table), table, rows, weight)
