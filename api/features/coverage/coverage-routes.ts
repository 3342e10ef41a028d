import type { CitySnapshot } from '#shared/city/city-snapshot.ts'
import * as contract from '#shared/contract/coverage.ts'
import { getUnitSheet } from '#shared/contract/unit-sheet.ts'
import { coverageOptions } from '#shared/coverage/coverage-options.ts'
import { indicatorCodeOf } from '#shared/coverage/indicators/indicator-id.ts'
import { indicatorMetric } from '#shared/coverage/indicators/indicator-metric.ts'
import type { Metric } from '#shared/coverage/metric.ts'
import { metricOf } from '#shared/coverage/metrics.ts'
import { columnsOf } from '#shared/coverage/table/table-columns.ts'
import type { Compute } from '../../compute/open-compute.ts'
import type { Desk } from '../../drafting/open-desk.ts'
import { AppError } from '../../errors.ts'
import { type Api, mount } from '../../http/mount.ts'
import type { Cities } from '../../snapshot/cities.ts'
import { provenanceOf } from '../../snapshot/provenance.ts'
import type { CoverageTables } from '../../snapshot/coverage-tables.ts'
import { contoursOf } from './contours-of.ts'
import { draftCoverage } from './draft-coverage.ts'
import { figuresOf } from './figures-of.ts'
import type { Indicators } from './read-indicators.ts'
import { indicatorTrend, trendOf } from './trend-of.ts'
import { unitSheet } from './unit-sheet.ts'

export interface CoverageRooms {
  cities: Cities
  tables: CoverageTables
  indicators: Indicators
  desk: Desk
  compute: Compute
}

export function coverageRoutes(api: Api, { cities, tables, indicators, desk, compute }: CoverageRooms): void {
  const find = async (city: CitySnapshot, id: string, year: number | undefined): Promise<Metric> => {
    const code = indicatorCodeOf(id)
    if (code !== null) {
      const data = await indicators.data(city, code)
      return indicatorMetric(data, year ?? data.years.at(-1)?.year ?? 0)
    }
    const metric = metricOf(id)
    if (metric === undefined) throw new AppError('not_found', `there is no metric ${id}`, { metric: id })
    return metric
  }

  mount(api, contract.getCoverage, async ({ params, query }) => {
    const { snapshot } = await cities.get(params.city)
    const table = await tables.of(snapshot, coverageOptions(snapshot.settings, query))
    return {
      provenance: provenanceOf(snapshot),
      coverage: columnsOf(table),
      network: table.options.mode === 'network' ? await compute.network(snapshot) : null,
    }
  })

  mount(api, getUnitSheet, async ({ params, query }) => {
    const { snapshot } = await cities.get(params.city)
    const table = await tables.of(snapshot, coverageOptions(snapshot.settings, query))
    const sheet = unitSheet(snapshot, table, params.unit)
    if (sheet === null)
      throw new AppError('not_found', `there is no unit ${params.unit} with a border`, { unit: params.unit })
    return { provenance: provenanceOf(snapshot), options: table.options, sheet }
  })

  mount(api, contract.getDraftCoverage, async ({ params, query }) => {
    const { snapshot } = await cities.get(params.city)
    return {
      provenance: provenanceOf(snapshot),
      ...(await draftCoverage(
        { desk, compute },
        snapshot,
        params.draft,
        coverageOptions(snapshot.settings, query),
      )),
    }
  })

  mount(api, contract.getContours, async ({ params, query: { box, ...wanted } }) => {
    const { snapshot } = await cities.get(params.city)
    const options = coverageOptions(snapshot.settings, wanted)
    return {
      provenance: provenanceOf(snapshot),
      options,
      box,
      bands: await contoursOf(compute, snapshot, options, box),
    }
  })

  mount(api, contract.getCoverageFigures, async ({ params, query }) => {
    const { snapshot } = await cities.get(params.city)
    const metric = await find(snapshot, params.metric, query.year)
    const table = await tables.of(snapshot, coverageOptions(snapshot.settings, query))
    return {
      provenance: provenanceOf(snapshot),
      options: table.options,
      scope: query.scope,
      ...figuresOf(table, metric, filterOf(query), query.level, query.weight),
    }
  })

  mount(api, contract.getCoverageTrend, async ({ params, query }) => {
    const { snapshot } = await cities.get(params.city)
    const options = coverageOptions(snapshot.settings, query)
    const code = indicatorCodeOf(params.metric)
    const points =
      code === null
        ? await trendOf(tables, snapshot, await find(snapshot, params.metric, undefined), {
            options,
            filter: filterOf(query),
            weight: query.weight,
          })
        : indicatorTrend(
            await indicators.data(snapshot, code),
            await tables.of(snapshot, options),
            filterOf(query),
            query.weight,
          )
    return { provenance: provenanceOf(snapshot), options, points }
  })
}

interface FilterQuery {
  scope: 'city' | 'urban'
  within?: string | undefined
  types?: string | undefined
  gaps?: string | undefined
}

const filterOf = ({ scope, within, types, gaps }: FilterQuery) => ({
  scope,
  within: within ?? null,
  types: list(types),
  gaps: list(gaps),
})
const list = (text: string | undefined): string[] =>
  text === undefined || text === '' ? [] : text.split(',')
